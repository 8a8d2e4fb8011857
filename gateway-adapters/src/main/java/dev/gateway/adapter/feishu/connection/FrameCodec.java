package dev.gateway.adapter.feishu.connection;

import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * The codec of {@link Frame}s: the proto2 message {@code pbbp2.Frame} of nine fields. Unknown
 * fields are skipped; the last value of a repeated scalar counts, as protobuf requires.
 */
public final class FrameCodec {

    /**
     * The maximum number of headers. More are an attack: each costs far more memory than its bytes.
     */
    private static final int MAX_HEADERS = 256;

    private static final int SEQ_ID = 1;
    private static final int LOG_ID = 2;
    private static final int SERVICE = 3;
    private static final int METHOD = 4;
    private static final int HEADERS = 5;
    private static final int PAYLOAD_ENCODING = 6;
    private static final int PAYLOAD_TYPE = 7;
    private static final int PAYLOAD = 8;
    private static final int LOG_ID_NEW = 9;

    private static final int KEY = 1;
    private static final int VALUE = 2;

    private FrameCodec() {}

    /** Returns the bytes of a frame. Required fields are written even if they are zero. */
    public static byte[] encode(Frame frame) {
        var out = new ProtobufWriter();
        out.number(SEQ_ID, frame.seqId());
        out.number(LOG_ID, frame.logId());
        out.number(SERVICE, frame.service());
        out.number(METHOD, frame.method());
        for (Frame.Header header : frame.headers()) {
            var inner = new ProtobufWriter();
            inner.text(KEY, header.key());
            inner.text(VALUE, header.value());
            out.bytes(HEADERS, inner.toByteArray());
        }
        out.text(PAYLOAD_ENCODING, frame.payloadEncoding());
        out.text(PAYLOAD_TYPE, frame.payloadType());
        out.bytes(PAYLOAD, frame.payload());
        out.text(LOG_ID_NEW, frame.logIdNew());
        return out.toByteArray();
    }

    /**
     * Reads a frame.
     *
     * @throws ProtocolException if the bytes are truncated, malformed or hostile
     */
    public static Frame decode(byte[] bytes) throws ProtocolException {
        var in = new ProtobufReader(bytes);
        long seqId = 0;
        long logId = 0;
        int service = 0;
        int method = 0;
        List<Frame.Header> headers = new ArrayList<>();
        String payloadEncoding = null;
        String payloadType = null;
        byte[] payload = null;
        String logIdNew = null;
        while (in.next()) {
            switch (in.field()) {
                case SEQ_ID -> seqId = in.number();
                case LOG_ID -> logId = in.number();
                case SERVICE -> service = (int) in.number();
                case METHOD -> method = (int) in.number();
                case HEADERS -> headers.add(header(in.bytes()));
                case PAYLOAD_ENCODING -> payloadEncoding = in.text();
                case PAYLOAD_TYPE -> payloadType = in.text();
                case PAYLOAD -> payload = in.bytes();
                case LOG_ID_NEW -> logIdNew = in.text();
                default -> in.skip();
            }
            if (headers.size() > MAX_HEADERS) {
                throw new ProtocolException("a frame with more than " + MAX_HEADERS + " headers");
            }
        }
        return new Frame(
                seqId,
                logId,
                service,
                method,
                headers,
                payloadEncoding,
                payloadType,
                payload,
                logIdNew);
    }

    private static Frame.Header header(byte[] bytes) throws ProtocolException {
        var in = new ProtobufReader(bytes);
        String key = "";
        String value = "";
        while (in.next()) {
            switch (in.field()) {
                case KEY -> key = in.text();
                case VALUE -> value = in.text();
                default -> in.skip();
            }
        }
        return new Frame.Header(key, value);
    }
}
