package dev.gateway.cli.health;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.status.StatusSnapshot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The metrics of a gateway, in Prometheus text. Counters begin with the process. Names of
 * conversations and people are no labels: there are too many, and they are private. Thread-safe.
 */
final class GatewayMetrics {

    private static final Duration[] HANDLER_BUCKETS = {
        Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1),
        Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60)
    };
    private static final Duration[] ACCEPT_BUCKETS = {
        Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(20),
        Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(5)
    };

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<StatusSnapshot> state;
    private final Clock clock;
    private final MultiGauge platformStates;
    private final MultiGauge contactAges;
    private final MultiGauge states;
    private final MultiGauge handlerStates;
    private final MultiGauge shutdownPhases;
    private final MultiGauge handoverGap;
    private final MultiGauge platformGaps;
    private final Counter handovers;
    private final ClusterMetrics cluster;
    private boolean handedOver;
    private final Set<String> connectedBefore = ConcurrentHashMap.newKeySet();

    GatewayMetrics(Supplier<StatusSnapshot> state, Clock clock) {
        this.state = state;
        this.clock = clock;
        cluster = new ClusterMetrics(registry, state);
        platformStates =
                MultiGauge.builder("gateway.platform.state")
                        .description("1 for the state that a platform is in, 0 for the others")
                        .register(registry);
        contactAges =
                MultiGauge.builder("gateway.platform.last.contact.age")
                        .description("Since the last successful poll or pong")
                        .baseUnit("seconds")
                        .register(registry);
        states =
                MultiGauge.builder("gateway.state")
                        .description("1 for the state that the gateway is in, 0 for the others")
                        .register(registry);
        handlerStates =
                MultiGauge.builder("gateway.handler.state")
                        .description("1 for the state that the handler is in, 0 for the others")
                        .register(registry);
        shutdownPhases =
                MultiGauge.builder("gateway.last.shutdown.phase.seconds")
                        .description("How long a phase of the previous shutdown took")
                        .register(registry);
        handoverGap =
                MultiGauge.builder("gateway.handover.gap.seconds")
                        .description("How long no gateway polled at the last handover, at most")
                        .register(registry);
        platformGaps =
                MultiGauge.builder("gateway.handover.platform.gap.seconds")
                        .description("How long no gateway polled the platform at the last handover")
                        .register(registry);
        handovers =
                Counter.builder("gateway.handovers")
                        .description("Times that a running gateway passed its home on to this one")
                        .register(registry);
        Gauge.builder("gateway.outgoing.processes", () -> state.get().outgoing().size())
                .description("Old processes that finish their messages")
                .register(registry);
        Gauge.builder(
                        "gateway.outgoing.messages",
                        () ->
                                state.get().outgoing().stream()
                                        .mapToLong(OutgoingProcess::inFlight)
                                        .sum())
                .description("Messages that old processes still work on")
                .register(registry);
        Gauge.builder("gateway.messages.oldest.pending.age", this::oldestPendingAge)
                .description("Since the oldest message was accepted that waits for a handler")
                .baseUnit("seconds")
                .register(registry);
        messages("pending", "Accepted, waiting for a handler", () -> counts().pending());
        messages("in.flight", "With a handler", () -> counts().inFlight());
        messages("outbox", "Answers to send", () -> counts().outbox());
        messages(
                "parked",
                "Parked: failed too often, waiting for an operator (messages.failed in JSON)",
                () -> counts().failed());
        messages(
                "refused",
                "Refused since the journal was created: by who wrote them, or not addressed",
                () -> counts().refused());
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private double oldestPendingAge() {
        return state.get()
                .oldestPending()
                .map(at -> Math.max(0, seconds(Duration.between(at, clock.instant()))))
                .orElse(0.0);
    }

    private MessageCounts counts() {
        return state.get().messages();
    }

    private void messages(String what, String description, Supplier<Number> value) {
        Gauge.builder("gateway.messages." + what, value)
                .description(description)
                .register(registry);
    }

    /**
     * Counts a lifecycle event. Takes no lock that is held while the state of the gateway is read:
     * the thread of the journal counts as well, and others wait for it.
     */
    void record(LifecycleEvent event) {
        cluster.record(event);
        switch (event.type()) {
            case MESSAGE_ACCEPTED -> {
                count("gateway.messages.received", "Messages accepted from the platform", event);
                timer("gateway.accept", "To store what a platform delivered", ACCEPT_BUCKETS, event)
                        .record(Duration.ofNanos(1000 * event.number(EventField.MICROS)));
            }
            case MESSAGE_HANDLED -> {
                count(
                        "gateway.messages.answered",
                        "Messages that the handler has dealt with",
                        event);
                timer("gateway.handler", "To answer a message", HANDLER_BUCKETS, event)
                        .record(Duration.ofMillis(event.number(EventField.MILLIS)));
            }
            case MESSAGE_FAILED ->
                    count("gateway.handler.failures", "Tries of the handler that failed", event);
            case MESSAGE_PARKED ->
                    count(
                            "gateway.messages.parkings",
                            "Messages that were parked after the last try failed",
                            event);
            case ANSWER_SENT ->
                    count("gateway.answers.sent", "Answers that the platform has taken", event);
            case PLATFORM_STATE_CHANGED -> reconnect(event);
            default -> {
                // Recorded in the event file only.
            }
        }
    }

    private void reconnect(LifecycleEvent event) {
        boolean connected = PlatformState.CONNECTED.wireName().equals(event.text(EventField.STATE));
        if (connected && !connectedBefore.add(event.text(EventField.PLATFORM))) {
            count("gateway.platform.reconnects", "Connections after the first one", event);
        }
    }

    /**
     * Sets the durations of the previous shutdown and of the polling gaps; again when more is
     * known: the previous process may go on beside this one.
     */
    synchronized void recordPreviousShutdown(PreviousShutdown previous) {
        shutdownPhases.register(rows("phase", previous.phases()), true);
        platformGaps.register(rows("platform", previous.gaps()), true);
        handoverGap.register(
                previous.gap()
                        .map(gap -> List.<MultiGauge.Row<?>>of(row(Tags.empty(), gap)))
                        .orElse(List.of()),
                true);
        if (previous.handedOver() && !handedOver) {
            handedOver = true;
            handovers.increment();
        }
    }

    private static List<MultiGauge.Row<?>> rows(String tag, Map<String, Duration> values) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        values.forEach((name, value) -> rows.add(row(Tags.of(tag, name), value)));
        return rows;
    }

    private static MultiGauge.Row<?> row(Tags tags, Duration value) {
        return MultiGauge.Row.of(tags, seconds(value));
    }

    /** Returns all metrics as text. */
    String scrape() {
        StatusSnapshot now = state.get();
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        List<MultiGauge.Row<?>> ages = new ArrayList<>();
        for (PlatformStatus platform : now.platforms()) {
            Tags tags = Tags.of("platform", platform.name(), "type", platform.type());
            for (PlatformState possible : PlatformState.values()) {
                rows.add(
                        MultiGauge.Row.of(
                                tags.and("state", possible.wireName()),
                                platform.state() == possible ? 1 : 0));
            }
            platform.lastContact()
                    .ifPresent(
                            at ->
                                    ages.add(
                                            MultiGauge.Row.of(
                                                    tags,
                                                    seconds(
                                                            Duration.between(
                                                                    at, clock.instant())))));
        }
        List<MultiGauge.Row<?>> gateway = new ArrayList<>();
        for (GatewayState possible : GatewayState.values()) {
            gateway.add(
                    MultiGauge.Row.of(
                            Tags.of("state", possible.wireName()),
                            now.state() == possible ? 1 : 0));
        }
        List<MultiGauge.Row<?>> handler = new ArrayList<>();
        for (HandlerState possible : HandlerState.values()) {
            handler.add(
                    MultiGauge.Row.of(
                            Tags.of("state", possible.wireName()),
                            now.handler().state() == possible ? 1 : 0));
        }
        synchronized (this) {
            cluster.update(now);
            handlerStates.register(handler, true);
            platformStates.register(rows, true);
            contactAges.register(ages, true);
            states.register(gateway, true);
            return registry.scrape();
        }
    }

    private void count(String name, String description, LifecycleEvent event) {
        Counter.builder(name)
                .description(description)
                .tag("platform", event.text(EventField.PLATFORM))
                .register(registry)
                .increment();
    }

    private Timer timer(String name, String description, Duration[] buckets, LifecycleEvent event) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .tag("platform", event.text(EventField.PLATFORM))
                .register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
