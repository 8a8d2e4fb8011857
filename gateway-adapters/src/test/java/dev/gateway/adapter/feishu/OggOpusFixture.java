package dev.gateway.adapter.feishu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Ogg pages with the headers of Opus audio, without audio. */
final class OggOpusFixture {

    private static final int PRE_SKIP = 312;

    private OggOpusFixture() {}

    /** Returns a file that says to be of this length. */
    static byte[] ofMillis(long millis) {
        byte[] head =
                ByteBuffer.allocate(19)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put("OpusHead".getBytes(StandardCharsets.US_ASCII))
                        .put((byte) 1)
                        .put((byte) 1)
                        .putShort((short) PRE_SKIP)
                        .putInt(48_000)
                        .array();
        byte[] audio = new byte[200];
        ByteBuffer file = ByteBuffer.allocate(28 + head.length + 28 + audio.length);
        return file.put(page(0, head)).put(page(millis * 48 + PRE_SKIP, audio)).array();
    }

    private static byte[] page(long granule, byte[] content) {
        return ByteBuffer.allocate(28 + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("OggS".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0)
                .putLong(granule)
                .putInt(1)
                .putInt(0)
                .putInt(0)
                .put((byte) 1)
                .put((byte) content.length)
                .put(content)
                .array();
    }
}
