package dev.gateway.adapter.feishu.connection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A writer of the fields of one protobuf message. A null value omits its field. */
final class ProtobufWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void number(int field, long value) {
        varint((long) field << 3 | ProtobufReader.VARINT);
        varint(value);
    }

    void text(int field, String value) {
        if (value != null) {
            bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    void bytes(int field, byte[] value) {
        if (value != null) {
            varint((long) field << 3 | ProtobufReader.LENGTH_DELIMITED);
            varint(value.length);
            out.writeBytes(value);
        }
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
