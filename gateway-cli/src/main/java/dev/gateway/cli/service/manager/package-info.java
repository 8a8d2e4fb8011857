/**
 * The service managers systemd and launchd: their definition files and their command-line tools.
 * Knows no command. May use {@code cli.options} and core.
 *
 * <p>Add a service manager: an implementation of {@link
 * dev.gateway.cli.service.manager.ServiceManager} and a branch in {@code ServiceManagers}.
 */
package dev.gateway.cli.service.manager;
