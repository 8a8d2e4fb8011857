package dev.gateway.sim.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.referee.RefereeJson;
import dev.gateway.sim.referee.TokenLabel;
import dev.gateway.sim.server.FakeServer;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The server of the control API of several fake platforms. It has a port of its own, so that no
 * fault of a platform affects it. Closing it leaves the platforms running.
 */
public final class ControlServer implements AutoCloseable {

    private final Map<String, PlatformControl> controls = new LinkedHashMap<>();
    private final FakeServer server;

    private ControlServer(int port, List<? extends FakePlatform> platforms) {
        platforms.forEach(
                platform ->
                        controls.put(platform.type(), new PlatformControl(platform, this::later)));
        server = FakeServer.start("control", port, this::handle);
    }

    /** Starts on a port of 127.0.0.1; 0 for any free one. */
    public static ControlServer start(int port, List<? extends FakePlatform> platforms) {
        return new ControlServer(port, platforms);
    }

    /** Returns the address: {@code http://127.0.0.1:PORT/control}. */
    public URI uri() {
        return server.uri().resolve("/control");
    }

    private void later(Duration delay, Runnable task) {
        server.schedule(delay, task);
    }

    private CompletionStage<Response> handle(Request request) {
        try {
            return answer(request);
        } catch (ControlException error) {
            return CompletableFuture.completedFuture(error.response());
        } catch (IllegalArgumentException wrong) {
            return CompletableFuture.completedFuture(
                    new ControlException(400, wrong.getMessage()).response());
        }
    }

    private CompletionStage<Response> answer(Request request) throws ControlException {
        String[] parts = request.path().substring(1).split("/", 4);
        if (!parts[0].equals("control")) {
            throw new ControlException(404, "paths begin with /control");
        }
        if (parts.length == 1) {
            return CompletableFuture.completedFuture(Response.json(200, overview()));
        }
        PlatformControl control = controls.get(parts[1]);
        if (control == null) {
            throw new ControlException(
                    404, "no platform \"" + parts[1] + "\"; there are " + controls.keySet());
        }
        return control.answer(
                request, parts.length > 2 ? parts[2] : "", parts.length > 3 ? parts[3] : "");
    }

    private JsonNode overview() {
        ObjectNode overview = JsonNodeFactory.instance.objectNode();
        controls.values().stream()
                .map(PlatformControl::platform)
                .forEach(platform -> overview.set(platform.type(), overview(platform)));
        return overview;
    }

    static ObjectNode overview(FakePlatform platform) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("url", platform.server().uri().toString());
        ArrayNode tokens = json.putArray("tokens");
        for (String token : platform.tokens()) {
            tokens.addObject()
                    .put("token", token)
                    .put("label", TokenLabel.of(platform.type(), token));
        }
        json.put("violations", platform.referee().violations().size());
        return json.set("ledger", RefereeJson.summary(platform.ledger().summary()));
    }

    @Override
    public void close() {
        server.close();
    }
}
