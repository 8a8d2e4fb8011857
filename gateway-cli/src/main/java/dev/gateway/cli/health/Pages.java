package dev.gateway.cli.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.lifecycle.Gateway;
import dev.gateway.core.lifecycle.GatewayState;
import dev.gateway.core.lifecycle.PlatformStatus;
import dev.gateway.core.lifecycle.StateSnapshot;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.platform.PlatformState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is said at each path. */
final class Pages implements Function<String, Reply> {

    private final Supplier<StateSnapshot> state;
    private final Supplier<Optional<String>> stuck;
    private final Supplier<String> metrics;

    Pages(
            Supplier<StateSnapshot> state,
            Supplier<Optional<String>> stuck,
            Supplier<String> metrics) {
        this.state = state;
        this.stuck = stuck;
        this.metrics = metrics;
    }

    static Pages of(Gateway gateway, Supplier<String> metrics) {
        return new Pages(gateway::snapshot, gateway::stuckLoop, metrics);
    }

    @Override
    public Reply apply(String path) {
        return switch (path) {
            case "/healthz" -> verdict(health());
            case "/readyz" -> verdict(readiness());
            case "/metrics" ->
                    new Reply(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
            default -> Reply.text(404, "There are /healthz, /readyz and /metrics.");
        };
    }

    /** Why it does not move; empty if it does. */
    private List<String> health() {
        List<String> reasons = new ArrayList<>();
        stuck.get().ifPresent(reasons::add);
        return reasons;
    }

    /** Why it cannot do its work; empty if it can. */
    private List<String> readiness() {
        List<String> reasons = health();
        StateSnapshot now = state.get();
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

    private static Reply verdict(List<String> reasons) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("status", reasons.isEmpty() ? "ok" : "unavailable");
        ArrayNode array = node.putArray("reasons");
        reasons.forEach(array::add);
        return new Reply(reasons.isEmpty() ? 200 : 503, Reply.JSON, node + "\n");
    }
}
