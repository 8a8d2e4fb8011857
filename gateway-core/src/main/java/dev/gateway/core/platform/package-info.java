/**
 * The service provider interface (SPI) that adapters implement and the values that they exchange
 * with the gateway.
 *
 * <p>May use {@code config} and {@code yaml} only. Its names are part of the published interface:
 * the {@link java.util.ServiceLoader} finds {@code PlatformFactory} by name.
 *
 * <p>Add an ability of adapters: a default method, so that existing adapters keep compiling, and a
 * section in docs/adapters.md.
 */
package dev.gateway.core.platform;
