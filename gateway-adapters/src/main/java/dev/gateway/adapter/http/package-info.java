/**
 * The HTTP/1.1 and WebSocket client of the adapters, on blocking sockets. The calling thread does
 * the work. Every call has a deadline that covers the body and a bound for its size, uses the
 * configured proxy, and can be cancelled in flight; closing a client leaves no thread and no
 * socket.
 *
 * <p>May use the proxy, file, time and SPI packages of the core, and no other package of the
 * adapters. Add a body format as a factory method of {@link dev.gateway.adapter.http.RequestBody}
 * or {@link dev.gateway.adapter.http.BodyReader}, a proxy protocol in {@code ProxyTunnel}.
 */
package dev.gateway.adapter.http;
