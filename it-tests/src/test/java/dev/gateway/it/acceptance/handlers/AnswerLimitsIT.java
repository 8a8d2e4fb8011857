package dev.gateway.it.acceptance.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.process.RunningProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Tests answers at every limit at the same time, in a small heap: the gateway keeps working. */
class AnswerLimitsIT extends GatewayProcessFixture {

    private static final String SMALL_HEAP = "-Xmx64m";

    /** A handler that prints sixty lines of 7 MB for each message that asks for them. */
    private static final String FLOOD =
            """
            head -c 7000000 /dev/zero | tr '\\000' x > big
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              case $text in
              big*)
                for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
                  printf '{"id":"%s","text":"' "$id"; cat big; printf '"}\\n'
                  printf '{"id":"%s","attachments":[{"data":"' "$id"; cat big; printf '"}]}\\n'
                done ;;
              *) printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text" ;;
              esac
            done
            """;

    @Test
    void sixtyLinesOf7MbToAMessageCostThatMessageAlone() throws Exception {
        Files.writeString(home.path().resolve("bot.sh"), FLOOD);
        home.write(
                config().with("family", telegram)
                        .withHandler("{type: process, command: [sh, bot.sh], attempts: 1}"));
        gateway = gateway.withEnv("GATEWAY_JAVA_OPTS", SMALL_HEAP);
        RunningProcess run = running();

        telegram.user("anna").says("big one");
        telegram.user("bert").says("big two");

        await().atMost(TIMEOUT)
                .until(() -> home.state().orElseThrow().at("/messages/failed").asInt() == 2);
        assertThat(telegram.user("mama").says("hello").awaitAnswer(TIMEOUT)).isEqualTo("hello");
        assertThat(run.isAlive()).isTrue();
        assertThat(String.join("\n", home.log())).contains("256 KiB");
    }

    @Test
    void manyResponsesOf15MbAtATimeAreTakenOrRefused() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        String asked =
                                new String(
                                        exchange.getRequestBody().readAllBytes(),
                                        StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, 0);
                        answer(asked, exchange.getResponseBody());
                    }
                });
        server.start();
        try {
            home.write(
                    config().with("family", telegram)
                            .withHandler(
                                    "{type: http, workers: 16, attempts: 1, url: \"http://127.0.0.1:"
                                            + server.getAddress().getPort()
                                            + "/\"}"));
            gateway = gateway.withEnv("GATEWAY_JAVA_OPTS", SMALL_HEAP);
            RunningProcess run = running();

            for (int i = 0; i < 8; i++) {
                telegram.user("long" + i).says("long text");
                telegram.user("many" + i).says("many texts");
            }

            await().atMost(TIMEOUT)
                    .until(() -> home.state().orElseThrow().at("/messages/failed").asInt() == 16);
            assertThat(telegram.user("mama").says("hello").awaitAnswer(TIMEOUT)).isEqualTo("hello");
            assertThat(run.isAlive()).isTrue();
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static void answer(String asked, OutputStream out) throws IOException {
        byte[] piece = "x".repeat(200 << 10).getBytes(StandardCharsets.UTF_8);
        if (asked.contains("long text")) {
            out.write("{\"text\":\"".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 77; i++) {
                out.write(piece);
            }
            out.write("\"}".getBytes(StandardCharsets.UTF_8));
        } else if (asked.contains("many texts")) {
            out.write("{\"answers\":[".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 77; i++) {
                out.write(
                        (i == 0 ? "{\"text\":\"" : ",{\"text\":\"")
                                .getBytes(StandardCharsets.UTF_8));
                out.write(piece);
                out.write("\"}".getBytes(StandardCharsets.UTF_8));
            }
            out.write("]}".getBytes(StandardCharsets.UTF_8));
        } else {
            out.write("{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8));
        }
    }
}
