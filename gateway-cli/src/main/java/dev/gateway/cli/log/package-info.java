/**
 * The log of a running gateway, on Logback: console, rotated file, formats, and appenders that
 * never block a logging thread. May use Logback, {@code core.json}, {@code core.config} and the
 * ground floor of core.
 *
 * <p>Add a format: an encoder here and a value of {@code GatewayLog.Format}.
 */
package dev.gateway.cli.log;
