package dev.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Tests of any bytes on a poll's connection: responses, or one IOException. */
class DamagedHttpResponseTest {

    private static final long LIMIT = 16 << 20;
    private static final List<String> WHOLE =
            List.of(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "5;x=y\r\nhello\r\n3\r\nyou\r\n0\r\nTrailer: a\r\n\r\n",
                    "HTTP/1.0 429 Slow\r\nRetry-After: 3\r\nConnection: close\r\n\r\nto the end",
                    "HTTP/1.1 204 No Content\r\n\r\n");
    private static final ResourceLimits BOUNDS = new ResourceLimits("HTTP replies");

    @AfterContainer
    static void tell() {
        System.out.println(BOUNDS);
    }

    @Property(tries = 1_000, seed = ResourceLimits.SEED)
    void aDamagedReplyIsReadOrIsAnIOException(@ForAll long seed) throws Exception {
        read(new InputFuzzer(seed).of(WHOLE));
    }

    @Example
    void headersWithoutEndAreRefusedBeforeTheyFillTheMemory() {
        var many = new StringBuilder("HTTP/1.1 200 OK\r\n");
        for (int i = 0; many.length() < LIMIT; i++) {
            many.append(i).append(":\n");
        }
        assertThatThrownBy(() -> readOne(many.toString())).isInstanceOf(IOException.class);
        String oneLine = "HTTP/1.1 200 OK\r\nA: " + "x".repeat((int) LIMIT);
        assertThatThrownBy(() -> readOne(oneLine)).isInstanceOf(IOException.class);
    }

    @Example
    void lengthsThatNoBodyHasAreRefused() {
        for (String length : List.of("-1", "9223372036854775807", "99999999999999999999", "1e3")) {
            assertThatThrownBy(
                            () ->
                                    readOne(
                                            "HTTP/1.1 200 OK\r\nContent-Length: "
                                                    + length
                                                    + "\r\n\r\n"))
                    .isInstanceOf(IOException.class);
        }
        for (String size : List.of("-1", "7fffffffffffffff", "ffffffffffffffffff", "g", "")) {
            assertThatThrownBy(
                            () ->
                                    readOne(
                                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
                                                    + size
                                                    + "\r\n"))
                    .isInstanceOf(IOException.class);
        }
    }

    private static void read(byte[] bytes) throws Exception {
        BOUNDS.check(
                () -> {
                    var parser = new HttpResponseParser(new ByteArrayInputStream(bytes));
                    try {
                        for (boolean more = true; more; more = parser.isReusable()) {
                            assertThat(next(parser).length).isLessThanOrEqualTo(bytes.length);
                        }
                    } catch (IOException e) {
                        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
                    }
                    return null;
                });
    }

    private static byte[] readOne(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return BOUNDS.check(() -> next(new HttpResponseParser(new ByteArrayInputStream(bytes))));
    }

    private static byte[] next(HttpResponseParser parser) throws IOException, InterruptedException {
        parser.expectResponse();
        ResponseHead head = parser.head("GET");
        return BodyReader.bytes(LIMIT).read(head, parser.body());
    }
}
