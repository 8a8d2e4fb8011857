/**
 * The supervision of platforms: waiting for tokens, connecting with backoff, passing tokens on,
 * disconnecting within a time limit.
 *
 * <p>May use {@code platform}, {@code token}, {@code journal}, {@code status}, {@code event},
 * {@code shutdown}, {@code concurrent} and {@code time}. {@code PlatformSet} is the entry.
 *
 * <p>Add a reaction to a failure of a platform: {@code ConnectionLoop.serveOnce}. Add a state:
 * {@code PlatformState}, and its transitions in {@code PlatformStateTracker}.
 */
package dev.gateway.core.supervision;
