/**
 * The notices between the processes that share the database.
 *
 * <p>May use {@code connection}. A notice comes with the commit that it tells of, or never: its
 * receiver looks by itself after some seconds.
 */
package dev.gateway.postgres.notice;
