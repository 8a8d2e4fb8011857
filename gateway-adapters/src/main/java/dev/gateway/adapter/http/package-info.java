/**
 * An HTTP/1.1 and WebSocket client for adapters, on blocking sockets: the calling thread does the
 * work, every call has a deadline that covers the body and a bound for its size, goes through the
 * proxy that is set, and can be cancelled in flight; closing leaves no thread and no socket.
 */
package dev.gateway.adapter.http;
