/**
 * The few synchronizers of the gateway: loops that outlive failures, sections that an interrupt
 * ends, work in flight, wake-up signals.
 *
 * <p>May use {@code time}; every package above and the adapters may use this one.
 *
 * <p>Add a synchronizer only if {@code java.util.concurrent} has none for the purpose and two
 * packages need it.
 */
package dev.gateway.core.concurrent;
