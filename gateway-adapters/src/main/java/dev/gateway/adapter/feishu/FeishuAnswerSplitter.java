package dev.gateway.adapter.feishu;

import dev.gateway.adapter.markdown.FeishuPost;
import dev.gateway.adapter.markdown.MarkdownSplitter;
import dev.gateway.adapter.text.TextSplitter;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.MessagePart;
import java.util.ArrayList;
import java.util.List;

/**
 * A splitter of answers. The images of an answer are shown below its text, in one message; other
 * files are messages of their own.
 */
final class FeishuAnswerSplitter {

    private static final int ENVELOPE = 2 * 1024;

    /** The images of one message; each takes some bytes of its rich text. */
    private static final int MOST_IMAGES = 9;

    /** The platform accepts text messages with bodies of 150 KB. */
    private static final TextSplitter TEXT = TextSplitter.jsonBytes(150 * 1024 - ENVELOPE);

    /** The platform accepts rich texts with bodies of 30 KB, including the keys of images. */
    private static final int POST_BYTES = 30 * 1024 - 2 * ENVELOPE;

    private static final TextSplitter POST = TextSplitter.jsonBytes(POST_BYTES);
    private static final MarkdownSplitter MARKDOWN =
            new MarkdownSplitter(POST_BYTES, FeishuPost::bytes);

    List<String> split(String text) {
        return TEXT.split(text);
    }

    List<MessagePart> split(MessagePart answer) {
        List<Attachment> images = new ArrayList<>();
        List<Attachment> others = new ArrayList<>();
        for (Attachment file : answer.attachments()) {
            (FeishuMediaUploader.isShown(file) ? images : others).add(file);
        }
        List<MessagePart> parts = new ArrayList<>();
        List<String> texts = texts(answer);
        int last = texts.size() - 1;
        for (int i = 0; i <= last; i++) {
            boolean carries = i == last && POST.split(texts.get(i)).size() == 1;
            List<Attachment> below = carries ? take(images) : List.of();
            parts.add(new MessagePart(texts.get(i), below, answer.format()));
        }
        while (!images.isEmpty()) {
            parts.add(new MessagePart("", take(images), answer.format()));
        }
        others.forEach(file -> parts.add(new MessagePart("", List.of(file), answer.format())));
        return parts;
    }

    private static List<String> texts(MessagePart answer) {
        if (answer.text().isBlank()) {
            return List.of();
        }
        return answer.format() == TextFormat.MARKDOWN
                ? MARKDOWN.split(answer.text())
                : TEXT.split(answer.text());
    }

    private static List<Attachment> take(List<Attachment> images) {
        List<Attachment> first = images.subList(0, Math.min(MOST_IMAGES, images.size()));
        List<Attachment> taken = List.copyOf(first);
        first.clear();
        return taken;
    }
}
