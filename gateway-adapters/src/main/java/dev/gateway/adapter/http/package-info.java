/**
 * HTTP for adapters: every call has a deadline that covers the body, a bound for its size, and can
 * be cancelled in flight; closing leaves no thread and no socket.
 */
package dev.gateway.adapter.http;
