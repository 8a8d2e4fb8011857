/**
 * The way of a message through the gateway: from the inbox to a handler, and from the outbox to the
 * platform.
 *
 * <p>May use {@code journal}, {@code platform}, {@code event}, {@code concurrent} and {@code time};
 * {@code message.fetch} downloads files for it. {@code Dispatcher} is the entry.
 *
 * <p>Add a limit or a pause: a component of {@code DispatcherSettings}.
 */
package dev.gateway.core.message;
