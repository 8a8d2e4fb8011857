/**
 * The gateway as a service: what its definition contains, whether the installed one is up to date,
 * and the commands {@code service install|uninstall|show|status}. May use {@code
 * cli.service.manager}, {@code cli.options}, {@code cli.terminal} and core.
 *
 * <p>Add a setting of the service: {@code ServicePlanner} and {@code ServiceSpec}.
 */
package dev.gateway.cli.service;
