package dev.gateway.core.journal.codec;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The text under which a message or an answer is quoted later: shortened, its files as words. */
public final class SaidText {

    /** The limit of one text; a quote is read beside a message, and no whole document. */
    private static final int MAX_TEXT = 4_000;

    private SaidText() {}

    /** Returns the text of a received message. */
    public static String of(InboundMessage message) {
        List<String> files = new ArrayList<>();
        message.attachments().forEach(file -> files.add(note(file.kind(), file.name())));
        message.remote().forEach(file -> files.add(note(file.kind(), file.name())));
        return text(message.text(), files);
    }

    /** Returns the text of an answer. */
    public static String of(OutboundMessage answer) {
        List<String> files = new ArrayList<>();
        answer.attachments().forEach(file -> files.add(note(file.kind(), file.name())));
        return text(answer.text(), files);
    }

    private static String text(String text, List<String> files) {
        List<String> lines = new ArrayList<>();
        if (!text.isEmpty()) {
            lines.add(text);
        }
        lines.addAll(files);
        String all = String.join("\n", lines);
        if (all.length() <= MAX_TEXT) {
            return all;
        }
        int end = Character.isHighSurrogate(all.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return all.substring(0, end) + "…";
    }

    private static String note(Attachment.Kind kind, String name) {
        return "[" + kind.name().toLowerCase(Locale.ROOT) + " " + name + "]";
    }
}
