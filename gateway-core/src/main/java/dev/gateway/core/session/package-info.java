/**
 * Sessions: the lives of gateway processes in a home, side by side while one hands over to the
 * next, and the kernel's word on whether each still lasts.
 *
 * <p>May use {@code process}, {@code file} and {@code json}.
 *
 * <p>Add a fact about a session that other processes need: a field of {@code SessionRecord}.
 */
package dev.gateway.core.session;
