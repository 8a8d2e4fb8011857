package dev.gateway.sim.chat;

import java.util.Optional;

/**
 * Something that the bot said.
 *
 * @param text what
 * @param answers the ledger's id of the message that it answers, if it answers one
 * @param nanos {@link System#nanoTime()} when
 */
public record Heard(String text, Optional<String> answers, long nanos) {}
