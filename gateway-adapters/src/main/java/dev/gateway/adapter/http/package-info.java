/**
 * What adapters need besides the HTTP client of the core: forms with files, and checks of an
 * account with a client of their own.
 *
 * <p>May use {@code core.http}, the proxy and the SPI packages of the core, and no other package of
 * the adapters.
 */
package dev.gateway.adapter.http;
