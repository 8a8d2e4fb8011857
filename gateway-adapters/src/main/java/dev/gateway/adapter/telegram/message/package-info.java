/**
 * The content of Telegram's messages: text with links, files, placeholders for all that is neither,
 * authors, quotes and mentions. All classes take parsed JSON and hold no state.
 *
 * <p>A new kind of message belongs into {@code TelegramContent} with its description in {@code
 * ContentPlaceholder}; a notice of Telegram about a chat into {@code ServiceNotice} and into the
 * list in docs/protocols.md. May use the SPI of the core; knows no connection and no account.
 */
package dev.gateway.adapter.telegram.message;
