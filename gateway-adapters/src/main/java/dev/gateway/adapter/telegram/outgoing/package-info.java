/**
 * Answers as calls of the Bot API: which text is a caption, which files make an album, how each
 * file is shown, and the body of each call.
 *
 * <p>May use the SPI of the core, {@code core.http}, {@code adapter.http}, {@code adapter.markdown}
 * and {@code adapter.text}; knows neither chats nor errors. Add a kind of file to {@code
 * UploadKind}.
 */
package dev.gateway.adapter.telegram.outgoing;
