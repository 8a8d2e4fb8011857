/**
 * What the fake platforms saw, kept by somebody who takes no part: who polled which token when, who
 * got which message, who answered it. All times are {@link java.lang.System#nanoTime()}, which on
 * Linux is the same clock in all processes of a machine.
 */
package dev.gateway.sim.referee;
