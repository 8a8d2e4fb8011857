/**
 * Tests on a machine that has nothing installed: a minimal Debian in a folder. May use {@code
 * fixture}. Add a case to {@code MinimalDebianIT}.
 */
package dev.gateway.it.unprovisioned;
