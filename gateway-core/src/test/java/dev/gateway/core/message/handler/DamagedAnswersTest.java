package dev.gateway.core.message.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import dev.gateway.core.http.service.UnreadableResponseException;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.message.MessageMemoryShare;
import dev.gateway.core.proxy.ProxyPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any output of a handler is an answer, a failed attempt, or ignored. */
class DamagedAnswersTest {

    private static final List<String> LINES =
            List.of(
                    """
                    {"id":"1","text":"one moment"}
                    {"id":"1","text":"here","attachments":[{"path":"/etc/hostname","name":"a.txt",\
                    "media_type":"text/plain","kind":"file"}],"done":true}
                    """,
                    "{\"id\":\"1\",\"error\":\"why\"}\n");
    private static final List<String> LINE =
            List.of(
                    "{\"id\":\"1\",\"text\":\"here\",\"attachments\":[{\"path\":\"/etc/hostname\"}],"
                            + "\"done\":true}",
                    "{\"id\":\"1\",\"attachments\":[{\"data\":\"aGVsbG8=\",\"kind\":\"image\"}]}",
                    "{\"id\":\"1\",\"error\":\"why\"}");
    private static final List<String> BODIES =
            List.of(
                    "{\"answers\":[{\"text\":\"a\"},{\"text\":\"b\",\"attachments\":[{\"data\":"
                            + "\"aGVsbG8=\",\"media_type\":\"image/png\",\"name\":\"x\"}]}]}",
                    "{\"text\":\"a\",\"attachments\":[{\"data\":\"aGVsbG8=\"}]}");
    private static final List<String> STREAMS =
            List.of(
                    """
                    : a comment
                    data: {"choices":[{"delta":{"role":"assistant","content":"Hel"}}]}

                    data: {"choices":[{"delta":{"content":"lo"},"finish_reason":null}]}
                    data: {"choices":[{"delta":{},"finish_reason":"stop"}]}
                    data: [DONE]
                    """,
                    "data: {\"error\":{\"message\":\"overloaded\"}}\n",
                    "{\"choices\":[{\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}");

    private static final ResourceLimits PROCESS = new ResourceLimits("handler process");
    private static final ResourceLimits HTTP = new ResourceLimits("handler http");
    private static final ResourceLimits STREAM = new ResourceLimits("handler openai");
    private static Path media;
    private static HandlerProcess process;
    private static HttpHandler http;

    @BeforeContainer
    static void start() throws Exception {
        media = Files.createTempDirectory("damaged-answers");
        process =
                HandlerProcess.start(
                        List.of("sleep", "600"),
                        media,
                        List.of(),
                        new AnswerJson(media, true),
                        gone -> {});
        http =
                new HttpHandler(
                        URI.create("http://bot.example/"),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        new AnswerJson(media, false),
                        Clock.systemUTC(),
                        ProxyPolicy.DIRECT);
    }

    @AfterContainer
    static void stop() throws IOException {
        List.of(PROCESS, HTTP, STREAM).forEach(System.out::println);
        process.stop(Duration.ofMillis(1));
        try (var files = Files.walk(media)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 2_000, seed = ResourceLimits.SEED)
    void aLineOfAProcessIsAnAnswerOrAFailedTryOrNothing(@ForAll long seed) throws Exception {
        var inputFuzzer = new InputFuzzer(seed);
        isTaken(
                inputFuzzer.number(3) == 0
                        ? inputFuzzer.of(LINES)
                        : inputFuzzer.jsonOf(LINE).getBytes(StandardCharsets.UTF_8));
    }

    @Example
    void aPathThatNoFileCanHaveFailsTheTry() throws Exception {
        for (String path : List.of("\\u0000", "/\\u0000", "/tmp/\\ud800", "", "/", "nowhere")) {
            PendingRequest asked = process.ask("p", "", MessageMemoryShare.standalone());
            String line =
                    "{\"id\":\"p\",\"attachments\":[{\"path\":\"" + path + "\"}],\"done\":true}";
            assertThat(
                            process.accept(
                                    new ByteArrayInputStream(
                                            line.getBytes(StandardCharsets.UTF_8))))
                    .isTrue();
            assertThat(failure(asked)).contains("attachment");
        }
    }

    @Example
    void aLineOfTheGreatestLengthIsTaken() throws Exception {
        for (String part : List.of("[],", "{},", "x")) {
            for (String before :
                    List.of("{\"id\":\"1\",\"attachments\":[", "{\"id\":\"1\",\"text\":\"")) {
                isTaken(
                        (before + part.repeat((8 << 20) / part.length()))
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Property(tries = 1_500, seed = ResourceLimits.SEED)
    void anHttpAnswerIsAnswersOrAFailedTry(@ForAll long seed) throws Exception {
        var inputFuzzer = new InputFuzzer(seed);
        int status = inputFuzzer.pick(List.of(200, 200, 200, 200, 204, 302, 404, 500));
        isRead(status, inputFuzzer.bytesOrJsonOf(BODIES));
    }

    @Example
    void anHttpAnswerOfManyPiecesIsOneFailedTry() throws Exception {
        for (String part : List.of("[],", "{},", "{\"text\":\"a\"},", "1,")) {
            for (String before : List.of("{\"answers\":[", "{\"text\":\"a\",\"attachments\":[")) {
                String text = before + part.repeat((2 << 20) / part.length()) + "1]}";
                assertThat(isRead(200, text.getBytes(StandardCharsets.UTF_8))).isFalse();
            }
        }
    }

    @Property(tries = 1_500, seed = ResourceLimits.SEED)
    void aStreamIsAnAnswerOrAnErrorOrBrokenOff(@ForAll long seed) throws Exception {
        var inputFuzzer = new InputFuzzer(seed);
        isFollowed(inputFuzzer.bytesOrJsonOf(STREAMS.subList(2, 3)));
        isFollowed(inputFuzzer.of(STREAMS));
    }

    @Example
    void aStreamOfTheGreatestLengthIsFollowed() throws Exception {
        for (String part : List.of("data: {}\n", "[],", "x")) {
            for (String before : List.of("", "data: [")) {
                isFollowed(
                        (before + part.repeat((8 << 20) / part.length()))
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void isTaken(byte[] output) throws Exception {
        PendingRequest asked = process.ask("1", "", MessageMemoryShare.standalone());
        PROCESS.check(
                () -> {
                    var lines = new LineDelimitedStream(new ByteArrayInputStream(output), 8 << 20);
                    try {
                        while (lines.nextLine()) {
                            process.accept(lines);
                        }
                    } catch (LineReader.LineTooLongException e) {
                        assertThat(e).hasMessageContaining("bytes");
                    }
                    return null;
                });
        process.drop("1");
        asked.fail("over");
        failure(asked);
    }

    /** Returns the reason of the failure, in one line; empty for success. */
    private static String failure(PendingRequest asked) throws InterruptedException {
        try {
            assertThat(asked.await()).isNotNull();
            return "";
        } catch (HandlerException e) {
            return e.getMessage();
        }
    }

    /** Returns whether it was an answer. */
    private static boolean isRead(int status, byte[] body) throws Exception {
        try {
            for (Answer answer :
                    HTTP.check(
                            () ->
                                    http.answers(
                                            "1",
                                            status,
                                            "application/json",
                                            new ByteArrayInputStream(body),
                                            MessageMemoryShare.standalone()))) {
                assertThat(answer.attachments())
                        .allMatch(file -> file.path().getParent().equals(media));
            }
            return true;
        } catch (HandlerException | UnreadableResponseException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            return false;
        }
    }

    private static void isFollowed(byte[] bytes) throws Exception {
        var stream = new ChatCompletionReader(MessageMemoryShare.standalone());
        try {
            for (byte[] part : partsOf(bytes)) {
                STREAM.check(
                        () -> {
                            stream.read(new ByteArrayInputStream(part));
                            return null;
                        });
            }
        } catch (UnreadableResponseException e) {
            assertThat(e).hasMessageContaining("bytes");
        }
        STREAM.check(stream::text);
        assertThat(stream.error()).isNotNull();
    }

    /** Returns the same bytes in parts that end with a line, each of 16 kB or one line. */
    private static List<byte[]> partsOf(byte[] bytes) {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            boolean last = at == bytes.length - 1;
            if (last || bytes[at] == '\n' && at - from > 16 << 10) {
                parts.add(Arrays.copyOfRange(bytes, from, at + 1));
                from = at + 1;
            }
        }
        return parts;
    }
}
