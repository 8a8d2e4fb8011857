/**
 * The content of messages that a bot sends, from the arguments of a call: texts, files, albums,
 * places, people, polls and dice, and the store of all files.
 *
 * <p>May use {@code telegram.protocol}, {@code server} and {@code chat}; knows no chats and bots.
 * Add a kind of file to {@code MediaKind}, anything else to {@code ContentReaders}.
 */
package dev.gateway.sim.telegram.content;
