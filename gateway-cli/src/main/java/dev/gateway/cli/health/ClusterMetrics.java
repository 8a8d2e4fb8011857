package dev.gateway.cli.health;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.status.AccountHolder;
import dev.gateway.core.status.ClusterStatus;
import dev.gateway.core.status.StatusSnapshot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of a gateway that shares its journal with other hosts; there are none on a single
 * host. Events are recorded by any thread, {@link #update} is called by one at a time.
 */
final class ClusterMetrics {

    private static final Duration[] HANDOVER_BUCKETS = {
        Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(100),
        Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Supplier<StatusSnapshot> state;
    private final Map<String, Long> takenAt = new ConcurrentHashMap<>();
    private boolean registered;

    ClusterMetrics(MeterRegistry registry, Supplier<StatusSnapshot> state) {
        this.registry = registry;
        this.state = state;
    }

    /** Registers the metrics once the status tells of other hosts. */
    void update(StatusSnapshot now) {
        if (registered || now.cluster().isEmpty()) {
            return;
        }
        registered = true;
        gauge(
                "lease.left",
                "For how long the gateway may act without another beat",
                "seconds",
                cluster -> cluster.leaseLeft().toNanos() / 1e9);
        gauge("hosts", "Hosts that live, this one included", null, ClusterStatus::hosts);
        gauge(
                "database.reachable",
                "1 while the database answers",
                null,
                cluster -> cluster.database().equals(ClusterStatus.REACHABLE) ? 1 : 0);
        Gauge.builder("gateway.cluster.accounts.held", () -> held(state.get()))
                .description("Accounts that this gateway holds")
                .register(registry);
        beatsFailed();
        leasesLost();
        writesRefused();
        storedLate();
        hostsEnded();
        handovers();
    }

    /** Counts an event. */
    void record(LifecycleEvent event) {
        switch (event.type()) {
            case BEAT_FAILED -> beatsFailed().increment();
            case LEASE_LOST -> leasesLost().increment();
            case WRITE_REFUSED -> writesRefused().increment();
            case MESSAGE_STORED_LATE -> storedLate().increment();
            case HOST_ENDED -> hostsEnded().increment();
            case ACCOUNT_TAKEN -> takenAt.put(event.text(EventField.PLATFORM), event.monoNanos());
            case ACCOUNT_RELEASED -> takenAt.remove(event.text(EventField.PLATFORM));
            case POLLING -> {
                Long taken = takenAt.remove(event.text(EventField.PLATFORM));
                if (taken != null) {
                    handovers().record(Duration.ofNanos(event.monoNanos() - taken));
                }
            }
            default -> {
                // Nothing about other hosts.
            }
        }
    }

    private static long held(StatusSnapshot now) {
        return now.platforms().stream()
                .flatMap(platform -> platform.holder().stream())
                .filter(holder -> isThis(holder, now))
                .count();
    }

    private static boolean isThis(AccountHolder holder, StatusSnapshot now) {
        return now.process().filter(process -> process.pid() == holder.pid()).isPresent()
                && now.cluster().filter(own -> own.host().equals(holder.host())).isPresent();
    }

    private void gauge(
            String name, String description, String unit, ToDoubleFunction<ClusterStatus> value) {
        Gauge.builder(
                        "gateway.cluster." + name,
                        () -> state.get().cluster().map(value::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    private Counter beatsFailed() {
        return counter("beats.failed", "Beats that did not reach the database");
    }

    private Counter leasesLost() {
        return counter("leases.lost", "Times that this gateway lost all its accounts");
    }

    private Counter writesRefused() {
        return counter(
                "writes.refused", "Writes that the database refused since another host has it");
    }

    private Counter storedLate() {
        return counter(
                "messages.stored.late", "Messages that were stored after the account was lost");
    }

    private Counter hostsEnded() {
        return counter("hosts.ended", "Hosts that this gateway found dead");
    }

    private Counter counter(String name, String description) {
        return Counter.builder("gateway.cluster." + name)
                .description(description)
                .register(registry);
    }

    private Timer handovers() {
        return Timer.builder("gateway.cluster.handover")
                .description("From the time at which this host got an account until it polls it")
                .serviceLevelObjectives(HANDOVER_BUCKETS)
                .register(registry);
    }
}
