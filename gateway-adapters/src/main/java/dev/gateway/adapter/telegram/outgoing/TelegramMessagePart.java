package dev.gateway.adapter.telegram.outgoing;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.platform.Attachment;
import java.util.List;

/**
 * One call of a message: a text, a file or an album, the latter with the text as caption.
 *
 * @param text empty for files without caption
 * @param format the format of the text
 * @param files none for a text; several for an album
 */
public record TelegramMessagePart(String text, TextFormat format, List<TelegramUpload> files) {

    /** Copies the list. */
    public TelegramMessagePart {
        files = List.copyOf(files);
    }

    /** Returns the method of the Bot API. */
    public String method() {
        if (files.isEmpty()) {
            return "sendMessage";
        }
        return isAlbum() ? "sendMediaGroup" : files.get(0).kind().method();
    }

    /** Returns whether it is several files in one call. */
    public boolean isAlbum() {
        return files.size() > 1;
    }

    /** Returns whether Telegram may take its file in another way. */
    public boolean hasOtherWay() {
        return files.size() == 1 && files.get(0).kind() != UploadKind.DOCUMENT;
    }

    /** Returns the same file sent in another way, in the end as a document. */
    public TelegramMessagePart otherWay() {
        return new TelegramMessagePart(text, format, List.of(files.get(0).otherwise()));
    }

    /** Returns the same file as a plain document. */
    public TelegramMessagePart asDocument() {
        TelegramUpload upload = files.get(0);
        return new TelegramMessagePart(
                text,
                format,
                List.of(new TelegramUpload(upload.index(), upload.file(), UploadKind.DOCUMENT)));
    }

    /** Returns the files of an album as calls of their own. */
    public List<TelegramMessagePart> singles() {
        return files.stream()
                .map(
                        file ->
                                new TelegramMessagePart(
                                        file == files.get(0) ? text : "", format, List.of(file)))
                .toList();
    }

    /** Returns the bytes of its files. */
    public long bytes() {
        return files.stream().map(TelegramUpload::file).mapToLong(Attachment::size).sum();
    }
}
