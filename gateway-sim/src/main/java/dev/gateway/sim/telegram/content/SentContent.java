package dev.gateway.sim.telegram.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.List;

/**
 * The content of one message.
 *
 * @param json the fields that the platform adds to the message
 * @param text the visible text or caption; empty for none
 * @param files the files in it
 */
public record SentContent(ObjectNode json, String text, List<BotMessage.File> files) {

    /** Copies the list. */
    public SentContent {
        files = List.copyOf(files);
    }

    /** A reader of the content in the arguments of one call. */
    @FunctionalInterface
    public interface Reader {

        /** Returns the messages to send; several for an album. */
        List<SentContent> read(MethodArguments arguments) throws TelegramException;
    }
}
