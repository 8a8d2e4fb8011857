package dev.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.proxy.ProxyPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongPollClientTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final byte[] QUESTION = "{\"ask\":1}".getBytes(StandardCharsets.UTF_8);

    private final CountDownLatch testOver = new CountDownLatch(1);
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private LongPollClient line = new LongPollClient("test-poll", 1000, ProxyPolicy.DIRECT);

    /** The server's handling of a connection after each request. */
    private interface Script {
        void answer(int request, InputStream in, OutputStream out) throws Exception;
    }

    @AfterEach
    void closeAll() throws Exception {
        testOver.countDown();
        assertThat(line.close(SOON)).as("the thread ended").isTrue();
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("test-poll"));
    }

    @Test
    void sendsHeadersAndBodyAndReadsTheAnswer() throws Exception {
        serve(
                (n, in, out) ->
                        write(out, "HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 2\r\n\r\nhi"));

        HttpResponse<byte[]> reply = post();

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("x-a")).contains("b");
        assertThat(reply.body()).asString().isEqualTo("hi");
        assertThat(requests.get(0))
                .startsWith("POST /ilink?x=1 HTTP/1.1\r\n")
                .contains("Host: 127.0.0.1:" + server.getLocalPort() + "\r\n")
                .contains("Content-Length: 9\r\n")
                .contains("X-Token: secret\r\n")
                .endsWith("\r\n\r\n{\"ask\":1}");
    }

    @Test
    void usesOneConnectionForManyPolls() throws Exception {
        serve((n, in, out) -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + n));

        assertThat(post().body()).asString().isEqualTo("1");
        assertThat(post().body()).asString().isEqualTo("2");
        assertThat(accepted).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
            })
    void connectsAnewWhenTheServerWantsItSo(String answer) throws Exception {
        serve((n, in, out) -> write(out, answer));

        post();
        assertThat(post().body()).asString().isEqualTo("hi");
        assertThat(accepted).hasSize(2);
    }

    @Test
    void connectsAnewWhenTheServerClosedTheIdleConnection() throws Exception {
        serve(
                (n, in, out) -> {
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                    out.close();
                });

        post();
        await().until(() -> accepted.get(0).isClosed());
        assertThat(post().body()).asString().isEqualTo("hi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1;x=y\r\ni\r\n0\r\nT: 1\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi",
            })
    void readsEachFormOfABody(String answer) throws Exception {
        serve((n, in, out) -> write(out, answer));

        assertThat(post().body()).asString().isEqualTo("hi");
        assertThat(post().body()).asString().isEqualTo("hi");
        assertThat(accepted).hasSize(1);
    }

    @Test
    void readsABodyThatEndsWithTheConnection() throws Exception {
        serve(
                (n, in, out) -> {
                    write(out, "HTTP/1.1 524 Timeout\r\n\r\n<html>");
                    out.close();
                });

        HttpResponse<byte[]> reply = post();

        assertThat(reply.statusCode()).isEqualTo(524);
        assertThat(reply.body()).asString().isEqualTo("<html>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
                "HTTP/1.1 200",
            })
    void whatIsNoAnswerIsAFailure(String answer) throws Exception {
        serve(
                (n, in, out) -> {
                    write(out, answer);
                    out.close();
                });

        assertThatThrownBy(this::post)
                .isInstanceOfSatisfying(
                        HttpCallException.class,
                        e -> assertThat(e.kind()).isEqualTo(HttpCallException.Kind.NETWORK));
    }

    @Test
    void aBodyThatIsTooLargeIsNotTaken() throws Exception {
        serve((n, in, out) -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"));

        assertThatThrownBy(this::post)
                .isInstanceOfSatisfying(
                        HttpCallException.class,
                        e -> assertThat(e.kind()).isEqualTo(HttpCallException.Kind.TOO_LARGE));
    }

    @Test
    void aPortWithoutAListenerIsAFailure() throws Exception {
        serve((n, in, out) -> {});
        server.close();

        assertThatThrownBy(this::post)
                .isInstanceOf(HttpCallException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void noAnswerInTimeClosesTheConnection() throws Exception {
        serve((n, in, out) -> testOver.await());

        assertThatThrownBy(() -> line.poll(request(), Duration.ofMillis(100)))
                .isInstanceOfSatisfying(
                        HttpCallException.class,
                        e -> assertThat(e.kind()).isEqualTo(HttpCallException.Kind.TIMEOUT));
        await().until(() -> clientHungUp(0));
    }

    @Test
    void anInterruptClosesTheConnection() throws Exception {
        serve((n, in, out) -> testOver.await());
        Thread polling =
                new Thread(
                        () ->
                                assertThatThrownBy(this::post)
                                        .isInstanceOf(InterruptedException.class));
        polling.start();
        await().until(() -> requests.size() == 1);

        polling.interrupt();

        polling.join(SOON.toMillis());
        assertThat(polling.isAlive()).isFalse();
        await().until(() -> clientHungUp(0));
    }

    /** As after a pause of the process, in which the response has come. */
    @Test
    void anAnswerOnItsWayIsTakenWhenThePollIsInterrupted() throws Exception {
        serve(
                (n, in, out) -> {
                    assertThat(in.read()).as("the client's half is closed").isEqualTo(-1);
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nprecious");
                });
        var body = new CompletableFuture<byte[]>();
        Thread polling = new Thread(() -> body.complete(answerOf(this::post)));
        polling.start();
        await().until(() -> requests.size() == 1);

        polling.interrupt();

        assertThat(body.get(60, TimeUnit.SECONDS)).asString().isEqualTo("precious");
        assertThat(answerOf(this::post)).as("the next poll").asString().isEqualTo("precious");
        assertThat(accepted).hasSize(2);
    }

    @Test
    void anAnswerOnItsWayIsTakenWhenTheTimeIsOver() throws Exception {
        serve(
                (n, in, out) -> {
                    assertThat(in.read()).as("the client's half is closed").isEqualTo(-1);
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nprecious");
                });

        byte[] body = answerOf(() -> line.poll(request(), Duration.ofMillis(100)));

        assertThat(body).asString().isEqualTo("precious");
    }

    @Test
    void anInterruptAfterTheEndLosesNoAnswer() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        serve(
                (n, in, out) -> {
                    interrupted.await();
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nprecious");
                });
        var failure = new CompletableFuture<Throwable>();
        Thread polling = new Thread(() -> failure.complete(catchThrowable(this::post)));
        polling.start();
        await().until(() -> requests.size() == 1);

        line.end();
        polling.interrupt();
        failure.get(60, TimeUnit.SECONDS);
        interrupted.countDown();

        assertThat(line.lateResponse(SOON).orElseThrow().body()).asString().isEqualTo("precious");
    }

    private static byte[] answerOf(Callable<HttpResponse<byte[]>> poll) {
        try {
            return poll.call().body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void endingTellsTheServerAndCancelsThePoll() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        serve(
                (n, in, out) -> {
                    assertThat(in.read()).isEqualTo(-1);
                    told.countDown();
                    out.close();
                });
        CompletableFuture<HttpResponse<byte[]>> poll = postAsync();
        await().until(() -> requests.size() == 1);

        line.end();

        assertThatThrownBy(() -> poll.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CallCancelledException.class);
        assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(this::post).isInstanceOf(CallCancelledException.class);
    }

    @Test
    void anAnswerThatWasOnItsWayWhenThePollEndedIsTaken() throws Exception {
        serve(
                (n, in, out) -> {
                    assertThat(in.read()).as("the client's half is closed").isEqualTo(-1);
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nprecious");
                });
        CompletableFuture<HttpResponse<byte[]>> poll = postAsync();
        await().until(() -> requests.size() == 1);

        line.end();

        assertThat(poll.get(60, TimeUnit.SECONDS).body()).asString().isEqualTo("precious");
    }

    @Test
    void aServerThatDoesNotCareIsLeftSoon() throws Exception {
        serve((n, in, out) -> testOver.await());
        CompletableFuture<HttpResponse<byte[]>> poll = postAsync();
        await().until(() -> requests.size() == 1);

        long begun = System.nanoTime();
        line.end();
        assertThatThrownBy(() -> poll.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CallCancelledException.class);

        // The promise is 80 ms; the poll would last a minute.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    @Test
    void whatASlowServerSaysLaterIsHadLater() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        serve(
                (n, in, out) -> {
                    cancelled.await();
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nprecious");
                });
        CompletableFuture<HttpResponse<byte[]>> poll = postAsync();
        await().until(() -> requests.size() == 1);
        line.end();
        assertThatThrownBy(() -> poll.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CallCancelledException.class);

        cancelled.countDown();

        assertThat(line.lateResponse(SOON).orElseThrow().body()).asString().isEqualTo("precious");
        assertThat(line.lateResponse(SOON)).isEmpty();
    }

    @Test
    void aServerThatStallsIsDisconnected() throws Exception {
        serve((n, in, out) -> testOver.await());
        CompletableFuture<HttpResponse<byte[]>> poll = postAsync();
        await().until(() -> requests.size() == 1);
        line.end();
        assertThatThrownBy(() -> poll.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CallCancelledException.class);

        assertThat(line.lateResponse(Duration.ofMillis(50))).isEmpty();
    }

    @Test
    void withoutAPollNothingIsLate() throws Exception {
        serve((n, in, out) -> {});
        line.end();

        assertThat(line.lateResponse(SOON)).isEmpty();
    }

    @Test
    void speaksTlsAndChecksWhoAnswers(@TempDir Path folder) throws Exception {
        SSLContext tls = LoopbackTls.selfSigned(folder);
        serve(
                tls.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                (n, in, out) -> {
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                });
        assertThatThrownBy(() -> line.poll(request("https://127.0.0.1:"), SOON))
                .isInstanceOf(HttpCallException.class)
                .hasMessageContaining("certification path");
        line.close(SOON);

        line = new LongPollClient("test-poll", 1000, ProxyPolicy.DIRECT, tls::getSocketFactory);

        assertThat(line.poll(request("https://127.0.0.1:"), SOON).body())
                .asString()
                .isEqualTo("hi");
        assertThatThrownBy(() -> line.poll(request("https://localhost:"), SOON))
                .as("a name that the certificate does not have")
                .isInstanceOf(HttpCallException.class);
    }

    private void serve(Script script) throws IOException {
        serve(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    private void serve(ServerSocket listener, Script script) {
        server = listener;
        Thread accepting = new Thread(() -> accept(script), "test-server");
        accepting.setDaemon(true);
        accepting.start();
    }

    private void accept(Script script) {
        AtomicInteger count = new AtomicInteger();
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                accepted.add(socket);
                Thread talking = new Thread(() -> talk(socket, script, count), "test-server-talk");
                talking.setDaemon(true);
                talking.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket socket, Script script, AtomicInteger count) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (true) {
                StringBuilder head = new StringBuilder();
                while (!head.toString().endsWith("\r\n\r\n")) {
                    int next = in.read();
                    if (next < 0) {
                        return;
                    }
                    head.append((char) next);
                }
                byte[] body = in.readNBytes(QUESTION.length);
                requests.add(head + new String(body, StandardCharsets.UTF_8));
                script.answer(count.incrementAndGet(), in, socket.getOutputStream());
            }
        } catch (Exception e) {
            // The client closed the connection, or the test is over.
        }
    }

    private boolean clientHungUp(int connection) {
        try {
            accepted.get(connection).setSoTimeout(1000);
            return accepted.get(connection).getInputStream().read() < 0;
        } catch (IOException e) {
            return !(e instanceof SocketTimeoutException);
        }
    }

    private HttpResponse<byte[]> post() throws Exception {
        return line.poll(request(), SOON);
    }

    private CompletableFuture<HttpResponse<byte[]>> postAsync() {
        CompletableFuture<HttpResponse<byte[]>> done = new CompletableFuture<>();
        Thread polling =
                new Thread(
                        () -> {
                            try {
                                done.complete(line.poll(request(), Duration.ofMinutes(1)));
                            } catch (Exception e) {
                                done.completeExceptionally(e);
                            }
                        },
                        "test-posting");
        polling.start();
        return done;
    }

    private HttpRequest request() {
        return request("http://127.0.0.1:");
    }

    private HttpRequest request(String base) {
        return HttpRequest.newBuilder(URI.create(base + server.getLocalPort() + "/ilink?x=1"))
                .header("X-Token", "secret")
                .post(RequestBody.bytes(QUESTION))
                .build();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
