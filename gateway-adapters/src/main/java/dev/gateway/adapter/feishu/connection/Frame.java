package dev.gateway.adapter.feishu.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A binary message of the long connection. Optional fields are null if the sender omitted them, so
 * that an echoed frame is identical.
 *
 * @param seqId the platform's sequence number, echoed in an ack
 * @param logId the platform's trace id, echoed in an ack
 * @param service the {@code service_id} of the connection
 * @param method {@link #CONTROL} or {@link #DATA}
 * @param headers in their order
 * @param payloadEncoding or null
 * @param payloadType or null
 * @param payload JSON, or null
 * @param logIdNew or null
 */
public record Frame(
        long seqId,
        long logId,
        int service,
        int method,
        List<Header> headers,
        String payloadEncoding,
        String payloadType,
        byte[] payload,
        String logIdNew) {

    /** The {@link #method} of pings and pongs. */
    static final int CONTROL = 0;

    /** The {@link #method} of events and their acks. */
    static final int DATA = 1;

    private static final byte[] NOTHING = {};

    /** A header. Keys may repeat; the first one counts. */
    record Header(String key, String value) {

        Header {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        }
    }

    public Frame {
        headers = List.copyOf(headers);
    }

    /** Returns a ping, which the platform answers with a pong. */
    static Frame ping(int service) {
        var headers = List.of(new Header("type", "ping"));
        return new Frame(0, 0, service, CONTROL, headers, null, null, null, null);
    }

    /**
     * Returns the ack of this frame: the same frame with the handling time and a code.
     *
     * @param code 200 if the event is stored, any other to receive it again
     */
    Frame ack(int code, long handlingMillis) {
        List<Header> echoed = new ArrayList<>(headers);
        echoed.add(new Header("biz_rt", Long.toString(handlingMillis)));
        byte[] result = ("{\"code\":" + code + "}").getBytes(StandardCharsets.UTF_8);
        return new Frame(
                seqId,
                logId,
                service,
                method,
                echoed,
                payloadEncoding,
                payloadType,
                result,
                logIdNew);
    }

    /** Returns the first header with the key. */
    Optional<String> header(String key) {
        return headers.stream()
                .filter(header -> header.key().equals(key))
                .map(Header::value)
                .findFirst();
    }

    /**
     * Returns a header that holds a whole number, or {@code otherwise} if it is missing or
     * malformed.
     */
    int number(String key, int otherwise) {
        try {
            return header(key).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Returns whether the header {@code type} is {@code type}. */
    boolean isOfType(String type) {
        return header("type").filter(type::equals).isPresent();
    }

    /** Returns the payload; empty if there is none. */
    byte[] body() {
        return payload == null ? NOTHING : payload;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame
                && frame.seqId == seqId
                && frame.logId == logId
                && frame.service == service
                && frame.method == method
                && frame.headers.equals(headers)
                && Objects.equals(frame.payloadEncoding, payloadEncoding)
                && Objects.equals(frame.payloadType, payloadType)
                && Arrays.equals(frame.payload, payload)
                && Objects.equals(frame.logIdNew, logIdNew);
    }

    @Override
    public int hashCode() {
        return Objects.hash(seqId, logId, service, method, headers, Arrays.hashCode(payload));
    }

    /** Returns a description without the payload, which may contain private messages. */
    @Override
    public String toString() {
        return "Frame[method=%d, type=%s, %d bytes]"
                .formatted(method, header("type").orElse("none"), body().length);
    }
}
