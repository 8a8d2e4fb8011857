/**
 * Proxy servers and the choice of one for a call.
 *
 * <p>May use {@code yaml}; {@code config} and the adapters use it.
 *
 * <p>Add a protocol of proxies: {@code ProxyServer.Kind}, and the dialer of the adapters. Add a
 * rule of choice: an implementation of {@code ProxyPolicy} and a word in its {@code parse}.
 */
package dev.gateway.core.proxy;
