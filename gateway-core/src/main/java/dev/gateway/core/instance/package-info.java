/**
 * The single gateway of a home: its folder, its lock and its PID file, read and written.
 *
 * <p>May use {@code file}, {@code json} and {@code process}. The kernel lock alone decides who
 * runs; the PID file is information.
 *
 * <p>Add a file of the home: a method of {@code GatewayHome}. Add a fact about a home: a component
 * of {@code InstanceView}.
 */
package dev.gateway.core.instance;
