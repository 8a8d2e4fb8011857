package dev.gateway.adapter.telegram.outgoing;

import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.platform.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;

/**
 * The recognition of WEBP images that are stickers: one side of exactly 512 pixels and the other
 * not longer. Any other WEBP image is a picture.
 */
final class StickerImage {

    private static final int SIDE = 512;
    private static final long MAX_BYTES = 512L << 10;
    private static final int HEADER = 30;

    private StickerImage() {}

    static boolean is(Attachment file) {
        if (file.size() > MAX_BYTES) {
            return false;
        }
        try (InputStream in = UntrustedFiles.open(file.path())) {
            return isSticker(in.readNBytes(HEADER));
        } catch (IOException | InvalidPathException e) {
            // Reported when it is sent.
            return false;
        }
    }

    private static boolean isSticker(byte[] header) {
        if (header.length < HEADER || !tag(header, 0, "RIFF") || !tag(header, 8, "WEBP")) {
            return false;
        }
        int width;
        int height;
        if (tag(header, 12, "VP8X")) {
            width = little(header, 24, 3) + 1;
            height = little(header, 27, 3) + 1;
        } else if (tag(header, 12, "VP8L")) {
            int packed = little(header, 21, 4);
            width = (packed & 0x3fff) + 1;
            height = (packed >> 14 & 0x3fff) + 1;
        } else {
            width = little(header, 26, 2) & 0x3fff;
            height = little(header, 28, 2) & 0x3fff;
        }
        return Math.max(width, height) == SIDE;
    }

    private static boolean tag(byte[] header, int at, String tag) {
        return new String(header, at, tag.length(), StandardCharsets.ISO_8859_1).equals(tag);
    }

    private static int little(byte[] header, int at, int bytes) {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | header[at + i] & 0xff;
        }
        return value;
    }
}
