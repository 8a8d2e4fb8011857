/**
 * The two queues, of messages for the handler and of answers for the platforms: claims, and how
 * they end.
 *
 * <p>May use {@code connection}, {@code table}, {@code writer}.
 */
package dev.gateway.postgres.queue;
