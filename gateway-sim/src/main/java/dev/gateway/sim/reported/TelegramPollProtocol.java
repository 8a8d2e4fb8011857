package dev.gateway.sim.reported;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.Optional;

/** The Telegram Bot API. */
final class TelegramPollProtocol implements PollProtocol {

    @Override
    public HttpRequest connectRequest(ReportedAccount account) {
        return get(account, "getMe");
    }

    @Override
    public HttpRequest pollRequest(ReportedAccount account, String cursor) {
        return get(account, "getUpdates?timeout=30&offset=" + (cursor.isEmpty() ? "0" : cursor));
    }

    @Override
    public String cursor(JsonNode answer, String before) {
        long last = -1;
        for (JsonNode update : answer.path("result")) {
            last = Math.max(last, update.path("update_id").asLong());
        }
        return last < 0 ? before : Long.toString(last + 1);
    }

    @Override
    public Optional<HttpRequest> disconnectRequest(ReportedAccount account) {
        return Optional.empty();
    }

    private static HttpRequest get(ReportedAccount account, String method) {
        return HttpRequest.newBuilder(
                        account.base().resolve("/bot" + account.token() + "/" + method))
                .build();
    }
}
