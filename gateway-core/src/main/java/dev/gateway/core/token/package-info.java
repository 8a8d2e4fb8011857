/**
 * The locks that admit one poller per bot token among all gateways of a user.
 *
 * <p>May use {@code instance}, {@code file}, {@code json}, {@code process} and {@code yaml}.
 *
 * <p>Add another kind of lock, for instance across hosts: an implementation of {@code TokenLocks}
 * here, selected where {@code KernelTokenLocks} is created.
 */
package dev.gateway.core.token;
