/**
 * HTTP/1.1 requests to servers of the operator: handlers and receivers of notices.
 *
 * <p>May use {@code proxy}; {@code message.handler} and {@code notify} use it. Adapters have a
 * client of their own, with SOCKS proxies and long polls.
 *
 * <p>Add a kind of response: an implementation of {@code ResponseReader} beside its caller.
 */
package dev.gateway.core.http;
