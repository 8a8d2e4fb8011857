package dev.gateway.adapter.feishu.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One binary message of the long connection. The optional fields are null where the sender left
 * them out, so that an echo of a frame is the same frame.
 *
 * @param seqId the platform's number of it, echoed in an ack
 * @param logId the platform's trace of it, echoed in an ack
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

    /** One header; keys may repeat, the first one counts. */
    record Header(String key, String value) {

        Header {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        }
    }

    public Frame {
        headers = List.copyOf(headers);
    }

    /** What a client sends to be answered with a pong. */
    static Frame ping(int service) {
        var headers = List.of(new Header("type", "ping"));
        return new Frame(0, 0, service, CONTROL, headers, null, null, null, null);
    }

    /**
     * The answer to this frame: the same frame with the time its handling took and a verdict.
     *
     * @param code 200 if the event is stored, anything else to get it again
     */
    Frame ack(int code, long handlingMillis) {
        List<Header> echoed = new ArrayList<>(headers);
        echoed.add(new Header("biz_rt", Long.toString(handlingMillis)));
        byte[] verdict = ("{\"code\":" + code + "}").getBytes(StandardCharsets.UTF_8);
        return new Frame(
                seqId,
                logId,
                service,
                method,
                echoed,
                payloadEncoding,
                payloadType,
                verdict,
                logIdNew);
    }

    /** The first header of that key. */
    Optional<String> header(String key) {
        return headers.stream()
                .filter(header -> header.key().equals(key))
                .map(Header::value)
                .findFirst();
    }

    /** A header that holds a whole number; {@code otherwise} if it is missing or none. */
    int number(String key, int otherwise) {
        try {
            return header(key).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Whether the header {@code type} says so. */
    boolean isOfType(String type) {
        return header("type").filter(type::equals).isPresent();
    }

    /** The payload; empty if there is none. */
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

    /** Without the payload, which may hold what people said. */
    @Override
    public String toString() {
        return "Frame[method=%d, type=%s, %d bytes]"
                .formatted(method, header("type").orElse("none"), body().length);
    }
}
