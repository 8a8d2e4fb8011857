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

    static List<MessagePart> split(List<Answer> answers, PlatformAdapter adapter) {
        List<MessagePart> parts = new ArrayList<>();
        for (Answer answer : answers) {
            TextFormat format = answer.format().orElse(TextFormat.PLAIN);
            parts.addAll(
                    adapter.split(new MessagePart(answer.text(), answer.attachments(), format)));
        }
        return parts;
    }

    static List<MessagePart> splitText(String text, PlatformAdapter adapter) {
        return adapter.split(new MessagePart(text, List.of()));
    }
}
