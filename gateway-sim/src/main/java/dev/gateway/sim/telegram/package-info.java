/**
 * A Telegram Bot API that follows the rules of the open-source server: which poll gets the 409,
 * when an update expires, how a hot loop is slowed down. Sources of the wire format: the server's
 * {@code Client.cpp} and the official documentation.
 *
 * <p>May use {@code server}, {@code chat} and {@code referee}, and nothing of the gateway's
 * adapter. Add a method of the API that sends: its content in {@code telegram.content}; any other:
 * one of the {@code …Methods} classes. Add an action of the control API: {@code TelegramControl}.
 */
package dev.gateway.sim.telegram;
