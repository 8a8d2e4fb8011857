package dev.gateway.core.http.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.proxy.ProxyPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes on the wire, read from a bare socket. */
class HttpCallsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final HttpCalls calls = new HttpCalls("probe", ProxyPolicy.DIRECT);
    private RawHttpServer server;

    @AfterEach
    void close() {
        calls.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void offersNoUpgradeAndAsksForNoEncoding() throws Exception {
        answering(OK + "Content-Length: 2\r\n\r\nok");

        assertThat(call()).isEqualTo("ok");

        String request = server.requests().get(0).toLowerCase(Locale.ROOT);
        assertThat(request).startsWith("post /path?secret http/1.1\r\n").endsWith("\r\n\r\n{}");
        assertThat(request)
                .doesNotContain("upgrade", "h2c", "http2-settings", "accept-encoding", "expect:")
                .contains("content-length: 2");
    }

    @Test
    void takesAnswersInChunksAndSuchThatEndWithTheConnection() throws Exception {
        answering(OK + "Transfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;x=y\r\nk\r\n0\r\n\r\n");
        assertThat(call()).isEqualTo("ok");

        server.close();
        server =
                new RawHttpServer(
                        (number, out) -> {
                            RawHttpServer.write(out, "HTTP/1.0 200 OK\r\n\r\nuntil the end");
                            return false;
                        });
        assertThat(call()).isEqualTo("until the end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
    void aProvisionalResponseIsNotTheAnswer(String status) throws Exception {
        answering("HTTP/1.1 " + status + "\r\n\r\n" + OK + "Content-Length: 2\r\n\r\nok");

        assertThat(call()).isEqualTo("ok");
    }

    @Test
    void aKeptConnectionThatTheServerClosesUnannouncedCostsNothing() throws Exception {
        server =
                new RawHttpServer(
                        (number, out) -> {
                            if (number == 2) {
                                return false; // Taken from the kept connection, without an answer.
                            }
                            RawHttpServer.write(out, OK + "Content-Length: 2\r\n\r\nok");
                            return true;
                        });

        assertThat(call()).isEqualTo("ok");
        assertThat(call()).isEqualTo("ok");

        assertThat(server.requests()).hasSize(3);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void anAnswerThatBreaksOffIsNone() throws Exception {
        server =
                new RawHttpServer(
                        (number, out) -> {
                            RawHttpServer.write(out, OK + "Content-Length: 5\r\n\r\nok");
                            return false;
                        });

        assertThatThrownBy(this::call)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("127.0.0.1:")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anAnswerInAnEncodingThatWasNotAskedForIsNotGuessedAt() throws Exception {
        answering(OK + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok");

        assertThatThrownBy(this::call).hasMessageContaining("encoding that was not asked for");
    }

    @Test
    void aRedirectIsAnAnswerLikeAnyOther() throws Exception {
        answering(
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");

        assertThat(call()).isEmpty();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void theDeadlineCoversTheWholeAnswerAndTheCallLeavesNothingBehind() throws Exception {
        var release = new CountDownLatch(1);
        server =
                new RawHttpServer(
                        (number, out) -> {
                            RawHttpServer.write(out, OK + "Content-Length: 5\r\n\r\nok");
                            awaitUninterrupted(release);
                            return false;
                        });
        try {
            assertThatThrownBy(() -> call(Duration.ofMillis(300)))
                    .hasMessageContaining("gave no complete answer within 0.3 s");
            await().atMost(LONG).until(() -> !isCalling());
        } finally {
            release.countDown();
        }
    }

    @Test
    void anInterruptEndsTheCall() throws Exception {
        var release = new CountDownLatch(1);
        silent(release);
        var ended = new AtomicReference<Throwable>();
        Thread caller = caller(ended);
        try {
            await().atMost(LONG).until(() -> server.requests().size() == 1);
            caller.interrupt();
            caller.join();
        } finally {
            release.countDown();
        }

        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void theEndOfTheClientEndsItsCalls() throws Exception {
        var release = new CountDownLatch(1);
        silent(release);
        var ended = new AtomicReference<Throwable>();
        Thread caller = caller(ended);
        try {
            await().atMost(LONG).until(() -> server.requests().size() == 1);
            calls.close();
            caller.join();
        } finally {
            release.countDown();
        }

        assertThat(ended.get()).isInstanceOf(IOException.class);
        assertThatThrownBy(this::call).hasMessageContaining("does not use it any more");
    }

    @Test
    void callsOneAfterTheOtherShareAConnection() throws Exception {
        answering(OK + "Content-Length: 2\r\n\r\nok");

        for (int i = 0; i < 5; i++) {
            assertThat(call()).isEqualTo("ok");
        }

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aNameWithoutAnAddressFailsTheCall() {
        assertThatThrownBy(
                        () ->
                                calls.call(
                                        HttpRequest.newBuilder(URI.create("http://none.invalid/"))
                                                .build(),
                                        LONG,
                                        (head, body) -> null))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("none.invalid cannot be reached");
    }

    private void silent(CountDownLatch release) throws IOException {
        server =
                new RawHttpServer(
                        (number, out) -> {
                            awaitUninterrupted(release);
                            return false;
                        });
    }

    private Thread caller(AtomicReference<Throwable> ended) {
        var thread =
                new Thread(
                        () -> {
                            try {
                                call();
                            } catch (Exception e) {
                                ended.set(e);
                            }
                        });
        thread.start();
        return thread;
    }

    /** Returns the answers of a JVM with that many processors, and the threads that gave them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8})
    void noThreadTakesPartThatNobodyOwns(int processors) throws Exception {
        answering(OK + "Content-Length: 2\r\n\r\nok");
        List<String> command =
                ChildProcess.javaCommand(HttpCallProcess.class, server.address().toString());
        command.add(1, "-XX:ActiveProcessorCount=" + processors);

        List<String> said = new ArrayList<>();
        try (ChildProcess child = ChildProcess.start(command.toArray(String[]::new))) {
            do {
                said.add(child.readLine());
            } while (!said.get(said.size() - 1).equals("end"));
            assertThat(child.awaitEnd()).isZero();
        }

        assertThat(said).startsWith("ok", "ok", "ok");
        assertThat(said).noneMatch(name -> name.startsWith("probe"));
        assertThat(said).noneMatch(name -> name.contains("ForkJoinPool"));
        assertThat(said).noneMatch(name -> name.matches("Thread-\\d+"));
    }

    private void answering(String response) throws IOException {
        server =
                new RawHttpServer(
                        (number, out) -> {
                            RawHttpServer.write(out, response);
                            return true;
                        });
    }

    private String call() throws Exception {
        return call(LONG);
    }

    private String call(Duration within) throws Exception {
        return calls.call(
                HttpRequest.newBuilder(server.address())
                        .post(RequestBody.text("{}"))
                        .repeatable()
                        .build(),
                within,
                (head, body) -> new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }

    private static boolean isCalling() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(HttpCalls.class.getName()));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
