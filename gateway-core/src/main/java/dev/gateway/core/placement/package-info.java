/**
 * The platforms of one host among several: those whose accounts this process holds, started when an
 * account comes and removed when it goes. {@code cluster} decides; this package acts.
 *
 * <p>May use {@code cluster}, {@code supervision} and what they use.
 */
package dev.gateway.core.placement;
