/**
 * Telegram over the Bot API: long polls in, messages and files out.
 *
 * <p>The Bot API has no idempotency key: a message whose send was interrupted before the response
 * is sent again and may appear twice.
 *
 * <p>May use the SPI of the core, {@code core.http}, {@code adapter.http}, {@code adapter.text} and
 * {@code telegram.message}; uses no processes, locks or journal. Add an option in {@code
 * TelegramSettings}, a type of update in {@code UpdateType}, a kind of content in {@code
 * telegram.message}, the reaction to an error in {@code TelegramErrorMapper} or {@code
 * SendAttempt}.
 */
package dev.gateway.adapter.telegram;
