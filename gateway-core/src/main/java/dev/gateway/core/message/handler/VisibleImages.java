package dev.gateway.core.message.handler;

import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.platform.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The pictures of a message as data URLs, in the formats that models take. */
final class VisibleImages {

    /**
     * The limit of all pictures of a message, in bytes. With all copies of a request they stay
     * within the memory of a large message.
     */
    static final int MAX_BYTES = 2 << 20;

    private VisibleImages() {}

    /** Returns those that fit, in their order; others are left out. */
    static List<String> dataUrls(List<Attachment> attachments) {
        List<String> urls = new ArrayList<>();
        int left = MAX_BYTES;
        for (Attachment attachment : attachments) {
            byte[] content =
                    attachment.kind() == Attachment.Kind.IMAGE
                            ? read(attachment, left)
                            : new byte[0];
            Optional<String> type = type(content);
            if (type.isPresent()) {
                left -= content.length;
                urls.add(
                        "data:"
                                + type.get()
                                + ";base64,"
                                + Base64.getEncoder().encodeToString(content));
            }
        }
        return urls;
    }

    /** Returns the content; empty if it is longer than {@code limit} or cannot be read. */
    private static byte[] read(Attachment attachment, int limit) {
        try (InputStream in = UntrustedFiles.open(attachment.path())) {
            byte[] content = in.readNBytes(limit + 1);
            return content.length > limit ? new byte[0] : content;
        } catch (IOException | InvalidPathException e) {
            return new byte[0]; // The text names the picture all the same.
        }
    }

    /** Returns the media type by the first bytes: what platforms say of it is not reliable. */
    private static Optional<String> type(byte[] content) {
        String head =
                new String(content, 0, Math.min(12, content.length), StandardCharsets.ISO_8859_1);
        if (head.startsWith("\u0089PNG")) {
            return Optional.of("image/png");
        }
        if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (head.startsWith("GIF8")) {
            return Optional.of("image/gif");
        }
        return head.startsWith("RIFF") && head.endsWith("WEBP")
                ? Optional.of("image/webp")
                : Optional.empty();
    }
}
