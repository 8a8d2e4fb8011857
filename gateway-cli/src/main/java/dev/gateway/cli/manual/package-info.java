/**
 * The generators of man pages and shell completion, called by the build. May use the root package
 * and {@code core.terminal}.
 */
package dev.gateway.cli.manual;
