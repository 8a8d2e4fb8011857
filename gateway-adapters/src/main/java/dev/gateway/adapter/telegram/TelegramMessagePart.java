package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One call of a message: a text, or a file with a caption.
 *
 * @param text empty for a file without caption
 * @param file the file to send; null for a text
 * @param method the called method
 */
record TelegramMessagePart(String text, Attachment file, String method) {

    private static final int CAPTION = 1024;
    private static final long PHOTO = 10L << 20;

    static final String TEXT = "sendMessage";
    static final String DOCUMENT = "sendDocument";

    /** Returns the calls for a message, in order. A short text is the caption of the first file. */
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

    /** Returns the part as a plain document, which accepts any file. */
    TelegramMessagePart asDocument() {
        return new TelegramMessagePart(text, file, DOCUMENT);
    }

    /** Returns the field of the file: {@code photo} of {@code sendPhoto}. */
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
