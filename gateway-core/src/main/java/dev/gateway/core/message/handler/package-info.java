/**
 * The handlers that answer messages, and the JSON that they exchange with the gateway.
 *
 * <p>May use {@code message}, {@code config}, {@code platform}, {@code journal}, {@code http},
 * {@code json} and {@code yaml}; {@code HandlerFactory} is the entry.
 *
 * <p>Add a handler: an implementation of {@code MessageHandler} here, its schema and a case in
 * {@code HandlerFactory}.
 */
package dev.gateway.core.message.handler;
