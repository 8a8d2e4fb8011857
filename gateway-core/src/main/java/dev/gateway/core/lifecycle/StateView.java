package dev.gateway.core.lifecycle;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.instance.PidRecord;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.platform.PlatformState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what {@code state.json} says of a running gateway. Thread-safe. */
final class StateView {

    private final GatewaySetup setup;
    private final HomeEntry entry;
    private final Instant began;

    StateView(GatewaySetup setup, HomeEntry entry) {
        this.setup = setup;
        this.entry = entry;
        this.began = setup.machine().clock().instant();
    }

    StateSnapshot of(
            GatewayState state,
            GatewayConfig config,
            PlatformSet platforms,
            MessageCounts messages) {
        Optional<PidRecord> record = entry.record();
        boolean over = state == GatewayState.STOPPED || state == GatewayState.FAILED;
        Optional<Long> pid = over ? Optional.empty() : record.map(PidRecord::pid);
        return new StateSnapshot(
                state,
                pid,
                setup.home().toString(),
                record.flatMap(PidRecord::startedAt),
                Optional.of(setup.identity().version()),
                new StateSnapshot.InstanceFacts(
                        over ? "free" : "held", pid, over ? "absent" : "live", Optional.empty()),
                statuses(config, platforms),
                messages,
                setup.identity().supervisor());
    }

    /**
     * In the order of the config, with those that do not run as well; then those that a reload took
     * out and that have not let go.
     */
    private List<PlatformStatus> statuses(GatewayConfig config, PlatformSet platforms) {
        Map<String, PlatformStatus> all = new LinkedHashMap<>();
        config.platforms().values().forEach(each -> all.put(each.name(), idle(each)));
        platforms.statuses().forEach(status -> all.put(status.name(), status));
        return List.copyOf(all.values());
    }

    private PlatformStatus idle(PlatformConfig config) {
        return new PlatformStatus(
                config.name(),
                config.type(),
                config.enabled() ? PlatformState.CONNECTING : PlatformState.DISABLED,
                began,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
