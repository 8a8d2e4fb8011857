package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A client that follows the documented wire format and is independent of the adapter. */
final class IlinkClient {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FakeWeixin weixin;
    private final String token;
    private String cursor = "";

    IlinkClient(FakeWeixin weixin, String token) {
        this.weixin = weixin;
        this.token = token;
    }

    HttpRequest request(String method, JsonNode body) {
        return HttpRequest.newBuilder(uri("/ilink/bot/" + method))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("AuthorizationType", "ilink_bot_token")
                .header("Authorization", "Bearer " + token)
                .header("X-WECHAT-UIN", "MTIzNDU=")
                .header("iLink-App-Id", "bot")
                .header("iLink-App-ClientVersion", "132105")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofByteArray());
    }

    JsonNode call(String method, JsonNode body) throws IOException, InterruptedException {
        return JSON.readTree(http.send(request(method, body), BodyHandlers.ofString()).body());
    }

    JsonNode get(String pathAndQuery) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(pathAndQuery)).GET().build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    URI uri(String path) {
        return weixin.server().uri().resolve(path);
    }

    static ObjectNode base() {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("base_info").put("channel_version", "2.4.9").put("bot_agent", "Test/1");
        return body;
    }

    /** Polls from the cursor of the previous answer; returns the messages. */
    ArrayNode poll() throws IOException, InterruptedException {
        JsonNode answer = poll(cursor);
        cursor = answer.path("get_updates_buf").asText();
        return (ArrayNode) answer.path("msgs");
    }

    JsonNode poll(String from) throws IOException, InterruptedException {
        return call("getupdates", base().put("get_updates_buf", from));
    }

    CompletableFuture<JsonNode> pollAsync(String from) {
        return sendAsync(request("getupdates", base().put("get_updates_buf", from)))
                .thenApply(
                        answer -> {
                            try {
                                return JSON.readTree(answer.body());
                            } catch (IOException e) {
                                throw new AssertionError(answer.body(), e);
                            }
                        });
    }

    /** Returns a complete text message; tests remove parts of it. */
    static ObjectNode text(String to, String contextToken, String clientId, String text) {
        ObjectNode item = JSON.createObjectNode().put("type", 1);
        item.putObject("text_item").put("text", text);
        return message(to, contextToken, clientId, item);
    }

    static ObjectNode message(String to, String contextToken, String clientId, JsonNode item) {
        ObjectNode body = base();
        ObjectNode message =
                body.putObject("msg")
                        .put("from_user_id", "")
                        .put("to_user_id", to)
                        .put("client_id", clientId)
                        .put("message_type", 2)
                        .put("message_state", 2);
        if (!contextToken.isEmpty()) {
            message.put("context_token", contextToken);
        }
        message.putArray("item_list").add(item);
        return body;
    }
}
