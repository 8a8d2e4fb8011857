package dev.gateway.it.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.process.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the health endpoint as monitoring uses it. */
class HealthEndpointIT extends GatewayProcessFixture {

    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @Test
    void theSuccessorOfARestartServesItAgainAndTellsHowTheHandoverWent() throws Exception {
        configure();
        running();
        telegram.user("tim").says("hello").awaitAnswer(TIMEOUT);
        await().atMost(TIMEOUT).ignoreExceptions().until(() -> get("/readyz").statusCode() == 200);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body())
                .contains("gateway_messages_received_total{platform=\"family\"} 1.0")
                .doesNotContain(telegram.token());

        gateway.run(TIMEOUT, "restart").expectExit(0);

        await().atMost(TIMEOUT)
                .ignoreExceptions()
                .until(() -> get("/metrics").body().contains("gateway_handover_gap_seconds"));
        assertThat(get("/metrics").body())
                .contains("gateway_last_shutdown_phase_seconds{phase=\"drain\"}");
    }

    @Test
    void neitherATakenPortNorHostileClientsHoldTheGatewayUp() throws Exception {
        List<Socket> hostile = new ArrayList<>();
        RunningProcess run;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            configure();
            run = running();
            await().atMost(TIMEOUT).until(() -> home.log().toString().contains("cannot be served"));
            telegram.user("tim").says("hello").awaitAnswer(TIMEOUT);
        }
        await().atMost(TIMEOUT).ignoreExceptions().until(() -> get("/readyz").statusCode() == 200);
        try {
            for (int i = 0; i < 200; i++) {
                hostile.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            telegram.user("tim").says("are you there?").awaitAnswer(TIMEOUT);
            gateway.run(TIMEOUT, "stop").expectExit(0);
            assertThat(run.awaitExit(TIMEOUT)).isZero();
        } finally {
            for (Socket socket : hostile) {
                socket.close();
            }
        }
    }

    private void configure() throws IOException {
        if (port == 0) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
        }
        home.write(config().withHealth(port).with("family", telegram));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    }
}
