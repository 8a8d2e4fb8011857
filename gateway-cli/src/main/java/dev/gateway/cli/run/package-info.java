/**
 * The command {@code run}: the gateway in the foreground, its composition root, and the detection
 * of the service manager that started it. May use every package below the root and core.
 *
 * <p>Add a part of a running gateway: make it in {@link dev.gateway.cli.run.RunCommand} and hand it
 * in.
 */
package dev.gateway.cli.run;
