/**
 * The commands {@code config init|check|show}. May use {@code cli.options}, {@code cli.terminal}
 * and core; what a config may contain is defined by {@code core.config} and the platforms.
 *
 * <p>Add a command for the config: a class here and a line in {@link
 * dev.gateway.cli.config.ConfigCommand}.
 */
package dev.gateway.cli.config;
