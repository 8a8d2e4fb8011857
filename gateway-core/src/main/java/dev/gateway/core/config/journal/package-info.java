/**
 * The settings of the store that keeps the journal, and of this host among those that share it.
 *
 * <p>May use {@code time}, {@code file}, {@code yaml}.
 */
package dev.gateway.core.config.journal;
