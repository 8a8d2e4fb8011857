package dev.gateway.sim.chat;

import java.util.List;
import java.util.Optional;

/**
 * A message of the bot.
 *
 * @param text the text, or the caption of a file
 * @param answers the ledger's id of the message that it answers, if it answers one
 * @param files the files sent with it
 * @param nanos {@link System#nanoTime()} at its arrival
 */
public record BotMessage(String text, Optional<String> answers, List<File> files, long nanos) {

    /** Copies the list. */
    public BotMessage {
        files = List.copyOf(files);
    }

    /**
     * A file that the bot sent.
     *
     * @param kind {@code photo}, {@code document}, or the platform's own word
     * @param name the file name; empty if it has none
     * @param content its bytes
     */
    public record File(String kind, String name, byte[] content) {}
}
