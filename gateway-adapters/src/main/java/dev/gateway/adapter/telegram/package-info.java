/**
 * Telegram over the Bot API: long polls in, messages and files out.
 *
 * <p>The Bot API has no idempotency key: a message whose send was interrupted before the response
 * is sent again and may appear twice.
 *
 * <p>May use the SPI of the core, {@code adapter.http} and {@code adapter.text}; uses no processes,
 * locks or journal. Add an option in {@code TelegramSettings}, a kind of file in {@code
 * AttachmentExtractor}, the reaction to an error in {@code TelegramErrorMapper} or {@code
 * SendAttempt}.
 */
package dev.gateway.adapter.telegram;
