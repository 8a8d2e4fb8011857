/**
 * The commands that obtain a token by a login at the terminal. May use {@code cli.options}, {@code
 * cli.terminal}, the login package of the platform's adapter, and core.
 *
 * <p>Add a login: a command class here and a line in {@link dev.gateway.cli.login.LoginCommand}.
 */
package dev.gateway.cli.login;
