/**
 * Calls to servers of the operator: handlers and receivers of notices.
 *
 * <p>May use {@code http} and {@code proxy}; {@code message.handler} and {@code notify} use it.
 *
 * <p>Add a kind of response: a {@code BodyReader} beside its caller.
 */
package dev.gateway.core.http.service;
