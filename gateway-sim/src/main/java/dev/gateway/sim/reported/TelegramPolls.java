package dev.gateway.sim.reported;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.Optional;

/** The Telegram Bot API. */
final class TelegramPolls implements Polls {

    @Override
    public HttpRequest hello(Account account) {
        return get(account, "getMe");
    }

    @Override
    public HttpRequest next(Account account, String cursor) {
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
    public Optional<HttpRequest> goodbye(Account account) {
        return Optional.empty();
    }

    private static HttpRequest get(Account account, String method) {
        return HttpRequest.newBuilder(
                        account.base().resolve("/bot" + account.token() + "/" + method))
                .build();
    }
}
