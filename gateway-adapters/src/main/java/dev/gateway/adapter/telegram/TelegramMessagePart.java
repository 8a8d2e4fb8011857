package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One call of a message: a text, or a file with a caption.
 *
 * @param text to say; empty for a file without caption
 * @param file to send; null for a text
 * @param method the call
 */
record TelegramMessagePart(String text, Attachment file, String method) {

    private static final int CAPTION = 1024;
    private static final long PHOTO = 10L << 20;

    static final String TEXT = "sendMessage";
    static final String DOCUMENT = "sendDocument";

    /** The calls for a message, in order. A short text goes along with the first file. */
    static List<TelegramMessagePart> of(OutboundMessage message) {
        var parts = new ArrayList<TelegramMessagePart>();
        String caption = message.text();
        if (!caption.isEmpty() && (message.attachments().isEmpty() || caption.length() > CAPTION)) {
            parts.add(new TelegramMessagePart(caption, null, TEXT));
            caption = "";
        }
        for (Attachment file : message.attachments()) {
            parts.add(new TelegramMessagePart(caption, file, method(file)));
            caption = "";
        }
        return parts;
    }

    /** The same as a plain document, which takes any file. */
    TelegramMessagePart asDocument() {
        return new TelegramMessagePart(text, file, DOCUMENT);
    }

    /** The field that holds the file: {@code photo} of {@code sendPhoto}. */
    String field() {
        return method.substring("send".length()).toLowerCase(Locale.ROOT);
    }

    private static String method(Attachment file) {
        return switch (file.kind()) {
            case IMAGE -> file.size() <= PHOTO ? "sendPhoto" : DOCUMENT;
            case AUDIO -> "sendAudio";
            case VIDEO -> "sendVideo";
            case FILE -> DOCUMENT;
        };
    }
}
