package dev.gateway.adapter.telegram.outgoing;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.MessagePart;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The division of answers into calls: a text that fits is the caption of the first file, pictures
 * and videos in a row make an album, and so do documents or pieces of music. The order is kept.
 */
public final class AnswerPartitioner {

    private static final int TEXT = 4096;
    private static final int CAPTION = 1024;
    private static final int ALBUM = 10;

    /** The largest album: one call should not take longer than a large file. */
    private static final long ALBUM_BYTES = 20L << 20;

    private AnswerPartitioner() {}

    /** Returns the messages of an answer, each of which is one call. */
    public static List<MessagePart> split(MessagePart answer) {
        List<MessagePart> messages = new ArrayList<>();
        for (TelegramMessagePart part :
                parts(answer.text(), answer.format(), uploads(answer.attachments()))) {
            if (part.files().isEmpty()) {
                TextRendering.split(part.text(), part.format(), TEXT)
                        .forEach(
                                text ->
                                        messages.add(
                                                new MessagePart(text, List.of(), part.format())));
            } else {
                List<Attachment> files = part.files().stream().map(TelegramUpload::file).toList();
                messages.add(new MessagePart(part.text(), files, part.format()));
            }
        }
        return messages;
    }

    /** Returns the files of a message with the way to send each. */
    public static List<TelegramUpload> uploads(List<Attachment> files) {
        return IntStream.range(0, files.size())
                .mapToObj(i -> new TelegramUpload(i, files.get(i)))
                .toList();
    }

    /** Returns the calls for a text and files, in order; none for nothing. */
    public static List<TelegramMessagePart> parts(
            String text, TextFormat format, List<TelegramUpload> files) {
        List<TelegramMessagePart> parts = new ArrayList<>();
        boolean caption =
                !files.isEmpty()
                        && files.get(0).kind().captioned()
                        && TextRendering.units(text, format) <= CAPTION;
        if (!caption && !text.isBlank()) {
            parts.add(new TelegramMessagePart(text, format, List.of()));
        }
        String left = caption && !text.isBlank() ? text : "";
        for (List<TelegramUpload> album : albums(files)) {
            parts.add(new TelegramMessagePart(left, format, album));
            left = "";
        }
        return parts;
    }

    private static List<List<TelegramUpload>> albums(List<TelegramUpload> files) {
        List<List<TelegramUpload>> albums = new ArrayList<>();
        List<TelegramUpload> album = List.of();
        long bytes = 0;
        for (TelegramUpload file : files) {
            bytes += file.file().size();
            boolean joins =
                    !album.isEmpty()
                            && album.size() < ALBUM
                            && bytes <= ALBUM_BYTES
                            && album.get(0).kind().joins(file.kind());
            if (!joins) {
                album = new ArrayList<>();
                albums.add(album);
                bytes = file.file().size();
            }
            album.add(file);
        }
        return albums;
    }
}
