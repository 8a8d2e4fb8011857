package dev.gateway.sim.reported;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

/** The iLink Bot API. */
final class WeixinPollProtocol implements PollProtocol {

    private static final String CURSOR = "get_updates_buf";

    @Override
    public HttpRequest connectRequest(ReportedAccount account) {
        return post(account, "msg/notifystart", "{}");
    }

    @Override
    public HttpRequest pollRequest(ReportedAccount account, String cursor) {
        String body = JsonNodeFactory.instance.objectNode().put(CURSOR, cursor).toString();
        return post(account, "getupdates", body);
    }

    @Override
    public String cursor(JsonNode answer, String before) {
        return answer.path(CURSOR).asText(before);
    }

    @Override
    public Optional<HttpRequest> disconnectRequest(ReportedAccount account) {
        return Optional.of(post(account, "msg/notifystop", "{}"));
    }

    private static HttpRequest post(ReportedAccount account, String method, String body) {
        return HttpRequest.newBuilder(account.base().resolve("/ilink/bot/" + method))
                .header("Content-Type", "application/json")
                .header("iLink-App-Id", "bot")
                .header("iLink-App-ClientVersion", "131072")
                .header("AuthorizationType", "ilink_bot_token")
                .header("Authorization", "Bearer " + account.token())
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
