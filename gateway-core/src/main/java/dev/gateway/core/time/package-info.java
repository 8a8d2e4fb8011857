/**
 * Durations, deadlines and backoff, measured with monotonic time.
 *
 * <p>May use nothing; every package and the adapters may use this one.
 *
 * <p>Add an operation on durations to {@code Durations}, a text form to {@code DurationFormat}. A
 * limit of a wait is a {@code Deadline}, never a sum with {@code System.nanoTime()}.
 */
package dev.gateway.core.time;
