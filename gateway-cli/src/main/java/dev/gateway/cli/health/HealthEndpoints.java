package dev.gateway.cli.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.lifecycle.Gateway;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.status.StatusSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The responses of the health paths. */
final class HealthEndpoints implements Function<String, HealthResponse> {

    private final Supplier<StatusSnapshot> state;
    private final Supplier<Optional<String>> stuck;
    private final Supplier<String> metrics;

    HealthEndpoints(
            Supplier<StatusSnapshot> state,
            Supplier<Optional<String>> stuck,
            Supplier<String> metrics) {
        this.state = state;
        this.stuck = stuck;
        this.metrics = metrics;
    }

    static HealthEndpoints of(Gateway gateway, Supplier<String> metrics) {
        return new HealthEndpoints(gateway::snapshot, gateway::stuckLoop, metrics);
    }

    @Override
    public HealthResponse apply(String path) {
        return switch (path) {
            case "/healthz" -> statusResponse(health());
            case "/readyz" -> statusResponse(readiness());
            case "/metrics" ->
                    new HealthResponse(
                            200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
            default -> HealthResponse.text(404, "There are /healthz, /readyz and /metrics.");
        };
    }

    /** Returns the reasons why the gateway is stuck; empty if it is not. */
    private List<String> health() {
        List<String> reasons = new ArrayList<>();
        stuck.get().ifPresent(reasons::add);
        return reasons;
    }

    /** Returns the reasons why the gateway is not ready; empty if it is. */
    private List<String> readiness() {
        List<String> reasons = health();
        StatusSnapshot now = state.get();
        now.error().filter(error -> !reasons.contains(error)).ifPresent(reasons::add);
        if (now.state() != GatewayState.RUNNING && now.state() != GatewayState.DEGRADED) {
            reasons.add("the gateway is " + now.state().wireName());
        }
        if (now.handler().state() == HandlerState.FAILING) {
            reasons.add(
                    "the handler is failing"
                            + now.handler().error().map(error -> ": " + error).orElse(""));
        }
        boolean connected =
                now.platforms().stream()
                        .anyMatch(platform -> platform.state() == PlatformState.CONNECTED);
        if (!connected) {
            if (now.platforms().isEmpty()) {
                reasons.add("no platform is configured");
            }
            for (PlatformStatus platform : now.platforms()) {
                reasons.add(
                        platform.name()
                                + " is "
                                + platform.state().wireName()
                                + platform.error().map(error -> ": " + error).orElse(""));
            }
        }
        return reasons;
    }

    private static HealthResponse statusResponse(List<String> reasons) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("status", reasons.isEmpty() ? "ok" : "unavailable");
        ArrayNode array = node.putArray("reasons");
        reasons.forEach(array::add);
        return new HealthResponse(reasons.isEmpty() ? 200 : 503, HealthResponse.JSON, node + "\n");
    }
}
