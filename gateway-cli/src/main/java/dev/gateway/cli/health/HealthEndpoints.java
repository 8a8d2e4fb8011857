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
import java.time.Clock;
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
    private final Clock clock;

    HealthEndpoints(
            Supplier<StatusSnapshot> state,
            Supplier<Optional<String>> stuck,
            Supplier<String> metrics,
            Clock clock) {
        this.clock = clock;
        this.state = state;
        this.stuck = stuck;
        this.metrics = metrics;
    }

    static HealthEndpoints of(Gateway gateway, Supplier<String> metrics) {
        return new HealthEndpoints(
                gateway::snapshot, gateway::stuckLoop, metrics, Clock.systemUTC());
    }

    @Override
    public HealthResponse apply(String path) {
        return switch (path) {
            case "/" -> StatusPage.of(state.get(), clock.instant());
            case "/healthz" -> statusResponse(health());
            case "/readyz" -> statusResponse(readiness());
            case "/metrics" ->
                    new HealthResponse(
                            200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
            default -> HealthResponse.text(404, "There are /, /healthz, /readyz and /metrics.");
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
        boolean connected =
                now.platforms().stream()
                        .anyMatch(platform -> platform.state() == PlatformState.CONNECTED);
        // A successor answers on each platform as soon as the old process has passed that one on.
        boolean takesOver =
                now.state() == GatewayState.STARTING && connected && !now.outgoing().isEmpty();
        if (!now.state().isUp() && !takesOver) {
            reasons.add(
                    "the gateway is "
                            + now.state().wireName()
                            + (isStandby(now) ? ": other hosts have the accounts" : ""));
        }
        if (now.handler().state() == HandlerState.FAILING) {
            reasons.add(
                    "the handler is failing"
                            + now.handler().error().map(error -> ": " + error).orElse(""));
        }
        if (!connected && !isStandby(now)) {
            if (now.platforms().isEmpty()) {
                reasons.add("no platform is configured");
            }
            for (PlatformStatus platform : now.platforms()) {
                reasons.add(
                        platform.name()
                                + " is "
                                + platform.state().wireName()
                                + platform.holder()
                                        .filter(
                                                holder ->
                                                        platform.state() == PlatformState.ELSEWHERE)
                                        .map(holder -> " (" + holder.host() + ")")
                                        .orElse("")
                                + platform.error().map(error -> ": " + error).orElse(""));
            }
        }
        return reasons;
    }

    /** Returns whether it is ready to take what another host gives up, and has nothing now. */
    private static boolean isStandby(StatusSnapshot now) {
        return now.state() == GatewayState.STANDBY && now.cluster().isPresent();
    }

    private static HealthResponse statusResponse(List<String> reasons) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("status", reasons.isEmpty() ? "ok" : "unavailable");
        ArrayNode array = node.putArray("reasons");
        reasons.forEach(array::add);
        return new HealthResponse(reasons.isEmpty() ? 200 : 503, HealthResponse.JSON, node + "\n");
    }
}
