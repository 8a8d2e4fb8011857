/**
 * A first poll against a loopback server, which loads what the real first poll needs.
 *
 * <p>May use {@code platform} of the core.
 *
 * <p>Add a platform: call {@code AdapterWarmUp} in its factory's {@code warmUp}.
 */
package dev.gateway.adapter.warmup;
