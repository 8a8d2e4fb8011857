package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.LockedScheduler;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The login by QR code: get_bot_qrcode and get_qrcode_status. A poll is held until the state
 * changes. Guarded by the platform's lock.
 */
final class QrLoginService {

    private final LiveOptions options;
    private final LockedScheduler scheduler;
    private final Function<String, ObjectNode> credentials;
    private final Map<String, QrLogin> logins = new LinkedHashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();

    /**
     * Creates the service.
     *
     * @param credentials returns the answer to a login that ended with this token
     */
    QrLoginService(
            LiveOptions options,
            LockedScheduler scheduler,
            Function<String, ObjectNode> credentials) {
        this.options = options;
        this.scheduler = scheduler;
        this.credentials = credentials;
    }

    private record Waiting(QrLogin login, CompletableFuture<Response> answer) {}

    /**
     * Creates a QR code. Clients use both forms: POST with their old tokens, and GET without a
     * body.
     */
    Response create(Request request, JsonNode body) {
        if (request.queryParameter("bot_type").filter("3"::equals).isEmpty()) {
            return IlinkResponseFactory.invalid();
        }
        Set<String> tokens = new HashSet<>();
        body.path("local_token_list").forEach(token -> tokens.add(token.asText()));
        String id = UUID.randomUUID().toString().replace("-", "");
        logins.put(id, new QrLogin(id, tokens));
        return IlinkResponseFactory.of(
                IlinkResponseFactory.object()
                        .put("qrcode", id)
                        .put(
                                "qrcode_img_content",
                                "https://liteapp.weixin.qq.com/q/" + id.substring(0, 10)));
    }

    CompletionStage<Response> status(Request request) {
        QrLogin login = logins.get(request.queryParameter("qrcode").orElse(""));
        if (login == null) {
            return IlinkResponseFactory.completed(
                    IlinkResponseFactory.of(
                            IlinkResponseFactory.object()
                                    .put("status", QrLogin.Status.EXPIRED.wireName())));
        }
        request.queryParameter("verify_code").ifPresent(login::typed);
        if (login.hasNews()) {
            return IlinkResponseFactory.completed(statusResponse(login));
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        Waiting poll = new Waiting(login, answer);
        waiting.add(poll);
        scheduler.schedule(
                options.now().longestQrPoll(),
                () -> {
                    if (waiting.remove(poll)) {
                        answer.complete(statusResponse(login));
                    }
                });
        request.finished().thenRun(() -> scheduler.runNow(() -> waiting.remove(poll)));
        return answer;
    }

    /** Returns the latest code; fails if there is none. */
    QrLogin latest() {
        return logins.values().stream()
                .reduce((first, second) -> second)
                .orElseThrow(() -> new IllegalStateException("no QR code was requested yet"));
    }

    /** Returns the number of codes. */
    int count() {
        return logins.size();
    }

    /** Answers the polls that wait for a change of this login. */
    void changed(QrLogin login) {
        for (Waiting poll : List.copyOf(waiting)) {
            if (poll.login() == login) {
                waiting.remove(poll);
                poll.answer().complete(statusResponse(login));
            }
        }
    }

    private Response statusResponse(QrLogin login) {
        login.markReported();
        ObjectNode body = IlinkResponseFactory.object().put("status", login.status().wireName());
        if (login.status() == QrLogin.Status.CONFIRMED) {
            body.setAll(credentials.apply(login.token()));
        } else if (login.status() == QrLogin.Status.SCANED_BUT_REDIRECT) {
            body.put("redirect_host", login.redirectHost());
        }
        return IlinkResponseFactory.of(body);
    }
}
