package dev.gateway.adapter.feishu.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameCodecTest {

    @Test
    void aPingHasTheBytesOfTheVendorsClient() {
        assertThat(HexFormat.of().formatHex(FrameCodec.encode(Frame.ping(33554678))))
                .isEqualTo("0800100018f681801020002a0c0a0474797065120470696e67");
    }

    @Property
    void whatIsEncodedIsDecodedAgain(@ForAll("frames") Frame frame) throws ProtocolException {
        assertThat(FrameCodec.decode(FrameCodec.encode(frame))).isEqualTo(frame);
    }

    @Property
    void fieldsOfALaterVersionAreSkipped(
            @ForAll("frames") Frame frame, @ForAll long number, @ForAll byte[] bytes)
            throws ProtocolException {
        var later = new ProtobufWriter();
        later.number(10, number);
        later.bytes(4711, bytes);
        later.text(536_870_911, "the largest field number");
        byte[] fixed = HexFormat.of().parseHex("5d01020304" + "610102030405060708");

        byte[] known = FrameCodec.encode(frame);

        assertThat(FrameCodec.decode(join(later.toByteArray(), fixed, known))).isEqualTo(frame);
        assertThat(FrameCodec.decode(join(known, later.toByteArray(), fixed))).isEqualTo(frame);
    }

    @Property
    void aFrameThatIsCutShortIsRefusedOrHasLostWholeFields(@ForAll("frames") Frame frame) {
        byte[] whole = FrameCodec.encode(frame);
        for (int length = 0; length < Math.min(whole.length, 200); length++) {
            try {
                Frame part = FrameCodec.decode(Arrays.copyOf(whole, length));
                assertThat(frame.headers().subList(0, part.headers().size()))
                        .isEqualTo(part.headers());
                assertThat(part.payload()).isIn(null, frame.payload());
                assertThat(part.logIdNew()).isIn(null, frame.logIdNew());
            } catch (ProtocolException expected) {
                assertThat(expected).hasMessageNotContaining("\n");
            }
        }
    }

    @Property
    void randomBytesAreDecodedOrRefusedButNeverBreakAnything(
            @ForAll @Size(max = 300) byte[] bytes) {
        try {
            FrameCodec.decode(bytes);
        } catch (ProtocolException expected) {
            assertThat(expected).hasMessageNotContaining("\n");
        }
    }

    @Test
    void aLengthBeyondTheMessageAllocatesNothing() {
        // Payload of claimed 2 GiB, then of claimed 2^63 bytes.
        for (String hostile : List.of("42ffffffff07", "42ffffffffffffffffff01")) {
            assertThatThrownBy(() -> FrameCodec.decode(HexFormat.of().parseHex(hostile)))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("a field that ends behind its message");
        }
    }

    @Test
    void aNumberWithoutEndIsRefused() {
        assertThatThrownBy(() -> FrameCodec.decode(HexFormat.of().parseHex("08" + "ff".repeat(11))))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a number of more than 10 bytes");
    }

    @Test
    void aFloodOfHeadersIsRefused() {
        assertThatThrownBy(() -> FrameCodec.decode(HexFormat.of().parseHex("2a00".repeat(100_000))))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a frame with more than 256 headers");
    }

    @Test
    void aFieldOfTheWrongKindIsRefused() {
        assertThatThrownBy(() -> FrameCodec.decode(HexFormat.of().parseHex("0a0131")))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("field 1 has wire type 2");
        assertThatThrownBy(() -> FrameCodec.decode(HexFormat.of().parseHex("0301")))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void anAckEchoesTheFrameWithVerdictAndHandlingTime() {
        var event =
                new Frame(
                        7,
                        9,
                        33554678,
                        Frame.DATA,
                        List.of(
                                new Frame.Header("type", "event"),
                                new Frame.Header("message_id", "m1"),
                                new Frame.Header("trace_id", "t1")),
                        "json",
                        "event",
                        new byte[] {1, 2},
                        "new");

        Frame ack = event.ack(200, 12);

        assertThat(ack.payload()).asString().isEqualTo("{\"code\":200}");
        assertThat(ack.headers().subList(0, 3)).isEqualTo(event.headers());
        assertThat(ack.headers().get(3)).isEqualTo(new Frame.Header("biz_rt", "12"));
        assertThat(ack)
                .usingRecursiveComparison()
                .ignoringFields("headers", "payload")
                .isEqualTo(event);
    }

    @Provide
    Arbitrary<Frame> frames() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20);
        Arbitrary<String> optional = text.injectNull(0.3);
        Arbitrary<Frame.Header> header = Combinators.combine(text, text).as(Frame.Header::new);
        Arbitrary<Integer> method = Arbitraries.integers();
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.integers(),
                        method,
                        header.list().ofMaxSize(12),
                        optional,
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(100).injectNull(0.2),
                        optional)
                .as(
                        (seqId, logId, service, kind, headers, encoding, payload, logIdNew) ->
                                new Frame(
                                        seqId, logId, service, kind, headers, encoding, encoding,
                                        payload, logIdNew));
    }

    private static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
