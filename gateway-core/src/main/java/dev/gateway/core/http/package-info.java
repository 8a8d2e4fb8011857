/**
 * The HTTP/1.1 and WebSocket client of the whole gateway, on blocking sockets. The calling thread
 * does the work. Every call has a deadline that covers the body and a bound for its size, uses the
 * configured proxy, and can be cancelled in flight; closing a client leaves no thread and no
 * socket.
 *
 * <p>May use {@code proxy}, {@code file}, {@code time} and {@code yaml}; the adapters and {@code
 * http.service} use it. Add a body format as a factory method of {@link
 * dev.gateway.core.http.RequestBody} or {@link dev.gateway.core.http.BodyReader}, a proxy protocol
 * in {@code ProxyTunnel}.
 */
package dev.gateway.core.http;
