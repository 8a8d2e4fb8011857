/**
 * The content of received messages: texts, files, the kinds of items, and quotes.
 *
 * <p>May use the SPI of the core, {@code adapter.text} and {@code weixin.media}. Add a kind of item
 * to {@code ItemReader}.
 */
package dev.gateway.adapter.weixin.content;
