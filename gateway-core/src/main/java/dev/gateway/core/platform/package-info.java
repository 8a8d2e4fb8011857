/** The adapter SPI. */
package dev.gateway.core.platform;
