/**
 * Weixin over the iLink Bot API: long polls with a cursor, answers that need the context token of
 * the answered message, files through an encrypted CDN.
 *
 * <p>May use the SPI of the core, {@code core.http}, {@code adapter.http}, {@code
 * adapter.markdown}, {@code adapter.text}, {@code weixin.content} and {@code weixin.media}. Add an
 * option in {@code WeixinSettings}, the reaction to an error code in {@code WeixinMessageSender}.
 */
package dev.gateway.adapter.weixin;
