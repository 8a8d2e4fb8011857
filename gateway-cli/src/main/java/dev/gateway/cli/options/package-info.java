/**
 * The options that every command has, and the means that commands share: the context with console
 * and host services, the installed platforms, the printer of config problems. May use {@code
 * cli.terminal} and core; no other package of this module.
 *
 * <p>Add here what the commands of two packages need.
 */
package dev.gateway.cli.options;
