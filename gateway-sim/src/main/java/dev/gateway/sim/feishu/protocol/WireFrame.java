package dev.gateway.sim.feishu.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message of a long connection: the proto2 message {@code pbbp2.Frame}. The codec is independent
 * of the one in the gateway's adapter.
 *
 * @param seqId the server's sequence number
 * @param logId the server's trace id
 * @param service the service that the connection is for
 * @param method 0 for pings and pongs, 1 for events
 * @param headers by key, in order
 * @param payload empty if there is none
 */
public record WireFrame(
        long seqId,
        long logId,
        int service,
        int method,
        Map<String, String> headers,
        byte[] payload) {

    public static final int CONTROL = 0;
    public static final int DATA = 1;

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;
    private static final int HEADER_FIELD = 5;
    private static final int PAYLOAD_FIELD = 8;
    private static final int VARINT_FIELDS = 4;

    /** Returns the frame in its wire format. */
    public byte[] encoded() {
        var out = new ByteArrayOutputStream();
        long[] numbers = {seqId, logId, service, method};
        for (int field = 1; field <= VARINT_FIELDS; field++) {
            varint(out, field << 3 | VARINT);
            varint(out, numbers[field - 1]);
        }
        headers.forEach(
                (key, value) -> {
                    var header = new ByteArrayOutputStream();
                    bytes(header, 1, key.getBytes(StandardCharsets.UTF_8));
                    bytes(header, 2, value.getBytes(StandardCharsets.UTF_8));
                    bytes(out, HEADER_FIELD, header.toByteArray());
                });
        bytes(out, PAYLOAD_FIELD, payload);
        return out.toByteArray();
    }

    /**
     * Decodes a frame.
     *
     * @throws IllegalArgumentException if the bytes are no frame
     */
    public static WireFrame decoded(byte[] message) {
        try {
            return decode(ByteBuffer.wrap(message));
        } catch (BufferUnderflowException cutShort) {
            throw new IllegalArgumentException("a frame that is cut short", cutShort);
        }
    }

    private static WireFrame decode(ByteBuffer in) {
        long[] numbers = new long[VARINT_FIELDS + 1];
        Map<String, String> headers = new LinkedHashMap<>();
        byte[] payload = {};
        while (in.hasRemaining()) {
            long tag = varint(in);
            int field = (int) (tag >>> 3);
            int type = (int) (tag & 7);
            if (type == VARINT) {
                long value = varint(in);
                if (field <= VARINT_FIELDS) {
                    numbers[field] = value;
                }
            } else if (type == BYTES) {
                byte[] value = bytes(in);
                if (field == HEADER_FIELD) {
                    header(ByteBuffer.wrap(value), headers);
                } else if (field == PAYLOAD_FIELD) {
                    payload = value;
                }
            } else {
                in.get(new byte[type == EIGHT_BYTES ? 8 : type == FOUR_BYTES ? 4 : refused(type)]);
            }
        }
        return new WireFrame(
                numbers[1], numbers[2], (int) numbers[3], (int) numbers[4], headers, payload);
    }

    private static void header(ByteBuffer in, Map<String, String> headers) {
        String[] parts = {"", "", ""};
        while (in.hasRemaining()) {
            int field = (int) (varint(in) >>> 3);
            String text = new String(bytes(in), StandardCharsets.UTF_8);
            if (field < parts.length) {
                parts[field] = text;
            }
        }
        headers.putIfAbsent(parts[1], parts[2]);
    }

    private static int refused(int type) {
        throw new IllegalArgumentException("no wire type " + type);
    }

    private static byte[] bytes(ByteBuffer in) {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number without end");
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        varint(out, field << 3 | BYTES);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
