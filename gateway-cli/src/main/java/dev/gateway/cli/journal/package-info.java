/**
 * {@code gateway journal}: the journal as a whole.
 *
 * <p>May use {@code options} and {@code terminal}.
 */
package dev.gateway.cli.journal;
