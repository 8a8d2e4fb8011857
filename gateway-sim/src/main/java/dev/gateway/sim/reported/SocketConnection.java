package dev.gateway.sim.reported;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The long connection of Feishu. Its disconnect waits for the CLOSE of the platform. */
final class SocketConnection implements PlatformConnection {

    private static final String DISCOVERY = "/callback/ws/endpoint";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = ReportedHttp.client();
    private final ReportedAccount account;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private WebSocket socket;

    SocketConnection(ReportedAccount account) {
        this.account = account;
    }

    @Override
    public void connect() throws IOException, InterruptedException {
        String body =
                json.createObjectNode()
                        .put("AppID", account.token())
                        .put("AppSecret", account.secret())
                        .toString();
        HttpRequest discovery =
                HttpRequest.newBuilder(account.base().resolve(DISCOVERY))
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        JsonNode answer = json.readTree(http.send(discovery, BodyHandlers.ofString()).body());
        String url = answer.at("/data/URL").asText();
        if (url.isEmpty()) {
            throw new IOException("discovery refused: " + answer.path("msg").asText());
        }
        try {
            socket =
                    http.newWebSocketBuilder()
                            .buildAsync(URI.create(url), new CloseListener())
                            .join();
        } catch (CompletionException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void disconnect() throws IOException, InterruptedException {
        try {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            closed.join();
        } catch (CompletionException e) {
            throw new IOException(e);
        }
        Thread.sleep(account.disconnect().toMillis());
    }

    /** A listener that ignores messages and completes at the CLOSE. */
    private final class CloseListener implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(null);
        }
    }
}
