package dev.gateway.adapter.feishu.connection;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A reader of the fields of one protobuf message, in order. It never reads past its bytes and never
 * allocates more than they hold, whatever lengths they claim.
 */
final class ProtobufReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int FIXED32 = 5;

    private static final int MAX_VARINT_BYTES = 10;

    private final ByteBuffer in;
    private int field;
    private int wireType;

    ProtobufReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /**
     * Moves to the next field.
     *
     * @return false at the end of the message
     */
    boolean next() throws ProtocolException {
        if (!in.hasRemaining()) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (tag >>> 3 != field || field <= 0) {
            throw new ProtocolException("a field without a valid number");
        }
        return true;
    }

    int field() {
        return field;
    }

    long number() throws ProtocolException {
        expect(VARINT);
        return varint();
    }

    byte[] bytes() throws ProtocolException {
        expect(LENGTH_DELIMITED);
        byte[] bytes = new byte[available(varint())];
        in.get(bytes);
        return bytes;
    }

    String text() throws ProtocolException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Skips an unknown field. */
    void skip() throws ProtocolException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> advance(Long.BYTES);
            case LENGTH_DELIMITED -> advance(varint());
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw new ProtocolException("a field of unknown wire type " + wireType);
        }
    }

    private void advance(long length) throws ProtocolException {
        in.position(in.position() + available(length));
    }

    private int available(long length) throws ProtocolException {
        if (length < 0 || length > in.remaining()) {
            throw new ProtocolException("a field that ends behind its message");
        }
        return (int) length;
    }

    private void expect(int expected) throws ProtocolException {
        if (wireType != expected) {
            throw new ProtocolException("field " + field + " has wire type " + wireType);
        }
    }

    private long varint() throws ProtocolException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (!in.hasRemaining()) {
                throw new ProtocolException("a number that is cut short");
            }
            byte next = in.get();
            value |= (long) (next & 0x7F) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        throw new ProtocolException("a number of more than " + MAX_VARINT_BYTES + " bytes");
    }
}
