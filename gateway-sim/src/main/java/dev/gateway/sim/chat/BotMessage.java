package dev.gateway.sim.chat;

import java.util.List;
import java.util.Optional;

/**
 * Something that the bot said.
 *
 * @param text what; the caption if it sent a file
 * @param answers the ledger's id of the message that it answers, if it answers one
 * @param files what it sent with it
 * @param nanos {@link System#nanoTime()} when
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
