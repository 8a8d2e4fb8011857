package dev.gateway.adapter.feishu;

import dev.gateway.core.platform.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * What a file is, from its first bytes where the platform names no type: the images of a message
 * come without a name.
 */
final class MediaType {

    private static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BEGINNINGS =
            Map.of(
                    "89504e47", "image/png",
                    "ffd8ff", "image/jpeg",
                    "47494638", "image/gif",
                    "52494646", "image/webp",
                    "25504446", "application/pdf",
                    "4f676753", "audio/ogg");

    private MediaType() {}

    static String of(Attachment.Kind kind, Path file) throws IOException {
        if (kind == Attachment.Kind.VIDEO) {
            return "video/mp4";
        }
        byte[] first = new byte[4];
        int read;
        try (InputStream in = Files.newInputStream(file)) {
            read = in.readNBytes(first, 0, first.length);
        }
        String beginning = HexFormat.of().formatHex(Arrays.copyOf(first, read));
        return BEGINNINGS.entrySet().stream()
                .filter(known -> beginning.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(UNKNOWN);
    }
}
