package dev.gateway.core.lifecycle;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.instance.PidRecord;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerStatus;
import dev.gateway.core.placement.PlacementLoop;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.status.StatusSnapshot;
import dev.gateway.core.supervision.PlatformSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The builder of a running gateway's {@code state.json}. Thread-safe. */
final class SnapshotBuilder {

    private final GatewaySetup setup;
    private final HomeOwnership entry;
    private final Instant began;
    private volatile ClusterStatuses cluster;

    SnapshotBuilder(GatewaySetup setup, HomeOwnership entry) {
        this.setup = setup;
        this.entry = entry;
        this.began = setup.machine().clock().instant();
    }

    /** Shows the hosts of the cluster from now on. */
    void showCluster(PlacementLoop placement) {
        cluster = new ClusterStatuses(placement.membership(), placement, setup.machine().clock());
    }

    /** Returns whether this host is one of several. */
    boolean showsCluster() {
        return cluster != null;
    }

    /** Returns the reason why the cluster does not work whole; empty on a single host. */
    Optional<String> clusterProblem() {
        return cluster().flatMap(ClusterStatuses::problem);
    }

    /** Returns whether this host leaves all accounts to others. */
    boolean isClusterStandby() {
        return cluster().filter(ClusterStatuses::isStandby).isPresent();
    }

    private Optional<ClusterStatuses> cluster() {
        return Optional.ofNullable(cluster);
    }

    StatusSnapshot of(
            GatewayState state,
            Optional<String> error,
            GatewayConfig config,
            PlatformSet platforms,
            HandlerStatus handler,
            MessageCounts messages,
            Optional<Instant> oldestPending) {
        Optional<PidRecord> record = entry.record();
        boolean over = state == GatewayState.STOPPED || state == GatewayState.FAILED;
        Optional<ProcessIdentity> process =
                over ? Optional.empty() : record.map(PidRecord::process);
        Optional<Long> pid = process.map(ProcessIdentity::pid);
        return new StatusSnapshot(
                shown(state),
                error,
                process,
                setup.home().toString(),
                record.flatMap(PidRecord::startedAt),
                Optional.of(setup.identity().version()),
                new StatusSnapshot.InstanceFacts(
                        over ? "free" : "held", pid, over ? "absent" : "live", Optional.empty()),
                statuses(config, platforms),
                handler,
                messages,
                oldestPending,
                OutgoingProcess.of(setup.home().sessions(), setup.machine().probe()),
                setup.identity().supervisor(),
                over ? Optional.empty() : cluster().map(ClusterStatuses::cluster));
    }

    /**
     * Shows a requested stop at once, before the thread of the gateway gets to it: the requester
     * has to see that the stop was heard.
     */
    private GatewayState shown(GatewayState state) {
        if (!setup.stop().isRequested()) {
            return state;
        }
        return switch (state) {
            case STARTING, STANDBY -> GatewayState.STOPPING;
            case RUNNING, DEGRADED -> GatewayState.DRAINING;
            case DRAINING, STOPPING, STOPPED, FAILED, UNKNOWN -> state;
        };
    }

    /**
     * Returns the platforms in the order of the config, including those that do not run; then those
     * that a reload removed and that are not disconnected yet.
     */
    private List<PlatformStatus> statuses(GatewayConfig config, PlatformSet platforms) {
        Map<String, PlatformStatus> running = new LinkedHashMap<>();
        platforms.statuses().forEach(status -> running.put(status.name(), status));
        List<PlatformStatus> all = new ArrayList<>(running.size());
        for (PlatformConfig each : config.platforms().values()) {
            all.add(shown(each, Optional.ofNullable(running.remove(each.name()))));
        }
        all.addAll(running.values());
        return List.copyOf(all);
    }

    private PlatformStatus shown(PlatformConfig config, Optional<PlatformStatus> running) {
        ClusterStatuses hosts = cluster;
        if (hosts == null || !config.enabled()) {
            return running.orElseGet(() -> idle(config));
        }
        return running.filter(status -> status.state() != PlatformState.DISCONNECTED)
                .map(hosts::running)
                .orElseGet(() -> hosts.absent(config));
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
