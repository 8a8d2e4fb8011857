package dev.gateway.core.message;

import dev.gateway.core.journal.AnswerPart;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.PlatformAdapter;
import java.util.ArrayList;
import java.util.List;

/**
 * Splitter of answers into platform messages: first the text in pieces, then each attachment by
 * itself. Each of them is sent, retried and recognised alone.
 */
final class AnswerSplitter {

    private AnswerSplitter() {}

    static List<AnswerPart> split(List<Answer> answers, PlatformAdapter adapter) {
        List<AnswerPart> parts = new ArrayList<>();
        for (Answer answer : answers) {
            parts.addAll(splitText(answer.text(), adapter));
            for (Attachment attachment : answer.attachments()) {
                parts.add(new AnswerPart("", List.of(attachment)));
            }
        }
        return parts;
    }

    static List<AnswerPart> splitText(String text, PlatformAdapter adapter) {
        if (text.isBlank()) {
            return List.of();
        }
        return adapter.split(text).stream().map(piece -> new AnswerPart(piece, List.of())).toList();
    }
}
