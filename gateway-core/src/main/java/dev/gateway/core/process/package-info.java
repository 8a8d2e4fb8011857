/**
 * The operating system as the gateway sees it: processes and their identity, signals, kernel locks.
 *
 * <p>May use {@code file} and {@code time}.
 *
 * <p>Add a fact about processes: a method of {@code ProcessProbe}, for /proc in {@code
 * LinuxProcessProbe}, elsewhere in {@code PortableProcessProbe}. Add a service of the system that
 * tests replace: a component of {@code HostServices}.
 */
package dev.gateway.core.process;
