package dev.gateway.sim.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.referee.LedgerMessage;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.referee.RefereeJson;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** The control API of one platform. */
final class PlatformControl {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    private final FakePlatform platform;
    private final FaultControl faults;
    private final BiConsumer<Duration, Runnable> timers;

    PlatformControl(FakePlatform platform, BiConsumer<Duration, Runnable> timers) {
        this.platform = platform;
        this.timers = timers;
        faults = new FaultControl(platform.server().faults());
    }

    FakePlatform platform() {
        return platform;
    }

    CompletionStage<Response> answer(Request request, String what, String rest)
            throws ControlException {
        if (what.equals("messages") && !rest.isEmpty()) {
            return message(rest, request);
        }
        JsonNode answer =
                switch (request.method()) {
                    case "GET" -> read(request, what);
                    case "POST" -> change(what, ControlRequestBody.read(request));
                    case "DELETE" -> delete(what, rest);
                    default -> throw new ControlException(405, "use GET, POST or DELETE");
                };
        return CompletableFuture.completedFuture(Response.json(200, answer));
    }

    private JsonNode read(Request request, String what) throws ControlException {
        Referee referee = platform.referee();
        Optional<String> label = request.queryParameter("token_label");
        return switch (what) {
            case "" -> ControlServer.overview(platform);
            case "pollers" ->
                    RefereeJson.all(
                            label.map(referee::polls).orElseGet(referee::polls), RefereeJson::poll);
            case "overlaps" -> RefereeJson.all(referee.overlaps(), RefereeJson::overlap);
            case "handovers" -> handovers(referee, label);
            case "connections" ->
                    RefereeJson.all(platform.server().connections(), RefereeJson::connection);
            case "ledger" -> RefereeJson.summary(platform.ledger().summary());
            case "messages" -> RefereeJson.all(platform.ledger().messages(), RefereeJson::message);
            case "strays" -> RefereeJson.all(platform.ledger().strays(), RefereeJson::answer);
            case "heard" -> heard(request);
            case "faults" -> faults.list();
            default -> throw new ControlException(404, "nothing to read at \"" + what + "\"");
        };
    }

    private static JsonNode handovers(Referee referee, Optional<String> label) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        referee.tokens().stream()
                .filter(token -> label.isEmpty() || label.get().equals(token))
                .forEach(
                        token ->
                                all.addAll(
                                        RefereeJson.all(
                                                referee.handovers(token), RefereeJson::handover)));
        return all;
    }

    private JsonNode heard(Request request) throws ControlException {
        String name =
                request.queryParameter("user")
                        .orElseThrow(() -> new ControlException(400, "say whose: ?user=NAME"));
        ArrayNode heard = JsonNodeFactory.instance.arrayNode();
        for (BotMessage one : user(request.queryParameter("token"), name).heard()) {
            ObjectNode json = heard.addObject().put("text", one.text());
            one.answers().ifPresent(id -> json.put("answers", id));
            ArrayNode files = json.putArray("files");
            one.files()
                    .forEach(
                            file ->
                                    files.addObject()
                                            .put("kind", file.kind())
                                            .put("name", file.name())
                                            .put("size", file.content().length));
        }
        return heard;
    }

    private VirtualUser user(Optional<String> token, String name) {
        return platform.user(token.orElseGet(() -> platform.tokens().get(0)), name);
    }

    private JsonNode change(String what, ControlRequestBody body) throws ControlException {
        switch (what) {
            case "say" -> {
                String id =
                        user(body.text("token"), body.required("user"))
                                .says(body.required("text"))
                                .id();
                return JsonNodeFactory.instance.objectNode().put("id", id);
            }
            case "faults" -> {
                return JsonNodeFactory.instance.objectNode().put("id", faults.add(body));
            }
            case "forget" -> platform.referee().forget();
            case "crash" -> platform.server().crash();
            case "listen" -> platform.server().listen();
            default -> {
                return platform.control(what, body.json());
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private JsonNode delete(String what, String rest) throws ControlException {
        if (!what.equals("faults")) {
            throw new ControlException(405, "only faults can be deleted");
        }
        if (!faults.remove(rest)) {
            throw new ControlException(404, "no fault \"" + rest + "\"");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private CompletionStage<Response> message(String id, Request request) throws ControlException {
        String wait = request.queryParameter("wait").orElse("0s");
        Duration within =
                DurationFormat.parse(wait)
                        .orElseThrow(
                                () ->
                                        new ControlException(
                                                400,
                                                "wait is a duration: " + DurationFormat.EXAMPLES));
        if (platform.ledger().message(id).isEmpty()) {
            throw new ControlException(404, "no message \"" + id + "\"");
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        pollUntilAnswered(id, Deadline.after(within), request, answer);
        return answer;
    }

    private void pollUntilAnswered(
            String id, Deadline deadline, Request request, CompletableFuture<Response> answer) {
        LedgerMessage message = platform.ledger().message(id).orElseThrow();
        boolean enough = !message.answers().isEmpty() || deadline.isExpired();
        if (enough || request.finished().isDone()) {
            answer.complete(Response.json(200, RefereeJson.message(message)));
        } else {
            timers.accept(POLL_INTERVAL, () -> pollUntilAnswered(id, deadline, request, answer));
        }
    }
}
