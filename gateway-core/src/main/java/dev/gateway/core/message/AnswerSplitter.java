package dev.gateway.core.message;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.PlatformAdapter;
import java.util.ArrayList;
import java.util.List;

/**
 * Splitter of answers into platform messages, each of which is sent, retried and recognised alone.
 */
final class AnswerSplitter {

    private AnswerSplitter() {}

    /**
     * Returns the messages of answers.
     *
     * @param usual the format of an answer that names none
     */
    static List<MessagePart> split(
            List<Answer> answers, TextFormat usual, PlatformAdapter adapter) {
        List<MessagePart> parts = new ArrayList<>();
        for (Answer answer : answers) {
            TextFormat format = answer.format().orElse(usual);
            parts.addAll(
                    adapter.split(new MessagePart(answer.text(), answer.attachments(), format)));
        }
        return parts;
    }

    /** Returns the messages of a plain text. */
    static List<MessagePart> splitText(String text, PlatformAdapter adapter) {
        return adapter.split(new MessagePart(text, List.of()));
    }
}
