package dev.gateway.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventDetails;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerStatus;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.status.AccountHolder;
import dev.gateway.core.status.ClusterStatus;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.status.StatusSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthEndpointsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private StatusSnapshot state = snapshot(GatewayState.RUNNING, PlatformState.CONNECTED);
    private Optional<String> stuck = Optional.empty();
    private final GatewayMetrics meters = new GatewayMetrics(() -> state, CLOCK);
    private final HealthEndpoints endpoints =
            new HealthEndpoints(() -> state, () -> stuck, meters::scrape, CLOCK);

    @Test
    void aRunningGatewayIsHealthyAndReady() {
        assertThat(endpoints.apply("/healthz").status()).isEqualTo(200);
        assertThat(endpoints.apply("/readyz").status()).isEqualTo(200);
        assertThat(endpoints.apply("/nowhere").status()).isEqualTo(404);
    }

    @Test
    void aBrowserGetsAPageWithTheStatusAndTheOldProcess() {
        state =
                snapshot(
                        GatewayState.DEGRADED,
                        PlatformState.RETRYING,
                        Optional.of("<script>alert(1)</script>"));

        HealthResponse page = endpoints.apply("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.type()).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body())
                .contains("Gateway is degraded")
                .contains("PID 4600 finishes 2 messages (since 0 s)")
                .contains("retrying: no route")
                .contains("3 handled, 1 pending, 2 in flight")
                .contains("&lt;script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void oneWithoutAConnectionIsHealthyButNotReadyAndSaysWhy() {
        state = snapshot(GatewayState.DEGRADED, PlatformState.RETRYING);

        assertThat(endpoints.apply("/healthz").status()).isEqualTo(200);
        assertThat(endpoints.apply("/readyz").status()).isEqualTo(503);
        assertThat(endpoints.apply("/readyz").body()).contains("mama is retrying: no route");
    }

    @Test
    void aSuccessorIsReadyAsSoonAsOnePlatformHasPassedOn() {
        state = snapshot(GatewayState.STARTING, PlatformState.CONNECTED);
        assertThat(endpoints.apply("/readyz").status()).isEqualTo(200);
        state = snapshot(GatewayState.STARTING, PlatformState.WAITING_FOR_TOKEN);
        assertThat(endpoints.apply("/readyz").status()).isEqualTo(503);
    }

    @Test
    void oneThatDrainsIsNotReady() {
        state = snapshot(GatewayState.DRAINING, PlatformState.CONNECTED);

        assertThat(endpoints.apply("/readyz").body()).contains("the gateway is draining");
    }

    @Test
    void oneWhoseLoopsStandStillIsNotHealthy() {
        stuck = Optional.of("dispatcher: it does not move any more");

        assertThat(endpoints.apply("/healthz").status()).isEqualTo(503);
        assertThat(endpoints.apply("/healthz").body()).contains("dispatcher: it does not move");
        assertThat(endpoints.apply("/readyz").status()).isEqualTo(503);
    }

    @Test
    void oneThatIsDegradedByItselfIsNotReadyAndSaysWhy() {
        state =
                snapshot(
                        GatewayState.DEGRADED,
                        PlatformState.CONNECTED,
                        Optional.of("dispatcher: it fails again and again: disk full"));

        assertThat(endpoints.apply("/healthz").status()).isEqualTo(200);
        assertThat(endpoints.apply("/readyz").status()).isEqualTo(503);
        assertThat(endpoints.apply("/readyz").body()).contains("again and again: disk full");
    }

    @Test
    void whatHappensIsCountedAndMeasured() {
        var events = new EventStream(CLOCK, 1);
        events.add(meters::record);
        events.publish(EventType.messageAccepted("1", "mama", 900));
        events.publish(EventType.messageHandled("1", "mama", 1, Duration.ofMillis(250)));
        for (String change : List.of("connected", "retrying", "connected")) {
            events.publish(
                    EventType.platformStateChanged("mama", "telegram", change, Optional.empty()));
        }

        String text = endpoints.apply("/metrics").body();

        assertThat(text.lines())
                .contains(
                        "gateway_messages_received_total{platform=\"mama\"} 1.0",
                        "gateway_messages_answered_total{platform=\"mama\"} 1.0",
                        "gateway_platform_reconnects_total{platform=\"mama\"} 1.0",
                        "gateway_handler_seconds_sum{platform=\"mama\"} 0.25",
                        "gateway_handler_seconds_bucket{platform=\"mama\",le=\"1.0\"} 1",
                        "gateway_accept_seconds_bucket{platform=\"mama\",le=\"0.001\"} 1",
                        "gateway_messages_outbox 5.0",
                        "gateway_messages_oldest_pending_age_seconds 12.0",
                        "gateway_handler_state{state=\"unknown\"} 1.0",
                        "gateway_messages_parked 4.0",
                        "gateway_platform_state{platform=\"mama\",state=\"connected\",type=\"weixin\"}"
                                + " 1.0",
                        "gateway_platform_last_contact_age_seconds{platform=\"mama\",type=\"weixin\"}"
                                + " 30.0");
    }

    @Test
    void everyMetricIsExplained() {
        var events = new EventStream(CLOCK, 1);
        events.add(meters::record);
        for (EventType type : EventType.values()) {
            events.publish(
                    new EventDetails(type, Map.of("platform", "mama", "state", "connected")));
            events.publish(
                    new EventDetails(type, Map.of("platform", "mama", "state", "connected")));
        }
        var phase = Map.of("drain", Duration.ofSeconds(1));
        meters.recordPreviousShutdown(
                new PreviousShutdown(phase, Map.of("mama", Duration.ofMillis(80)), true));

        String text = endpoints.apply("/metrics").body();

        List<String> explained =
                text.lines()
                        .filter(line -> line.matches("# HELP \\S+ \\S.*"))
                        .map(line -> line.split(" ")[2])
                        .toList();
        List<String> typed =
                text.lines()
                        .filter(line -> line.startsWith("# TYPE "))
                        .map(line -> line.split(" ")[2])
                        .toList();
        assertThat(explained).containsExactlyElementsOf(typed);
        assertThat(typed)
                .contains(
                        "gateway_answers_sent_total",
                        "gateway_handler_failures_total",
                        "gateway_messages_parkings_total",
                        "gateway_last_shutdown_phase_seconds",
                        "gateway_handover_gap_seconds",
                        "gateway_handover_platform_gap_seconds",
                        "gateway_handovers_total",
                        "gateway_outgoing_processes",
                        "gateway_outgoing_messages");
        assertThat(text.lines())
                .contains(
                        "gateway_handover_gap_seconds 0.08",
                        "gateway_handover_platform_gap_seconds{platform=\"mama\"} 0.08",
                        "gateway_handovers_total 1.0",
                        "gateway_outgoing_processes 1.0",
                        "gateway_outgoing_messages 2.0");
    }

    @Test
    void aStandbyHostIsNotReadyAndSaysWhy() {
        state = inCluster(GatewayState.STANDBY, PlatformState.ELSEWHERE, "web-2");

        assertThat(endpoints.apply("/healthz").status()).isEqualTo(200);
        assertThat(endpoints.apply("/readyz").status()).isEqualTo(503);
        assertThat(endpoints.apply("/readyz").body())
                .contains("the gateway is standby: other hosts have the accounts");
        assertThat(endpoints.apply("/").body())
                .contains("host web-1, one of 3, lease 4.5s left, database reachable")
                .contains("elsewhere on web-2");
    }

    @Test
    void theMetricsTellOfOtherHostsOnlyWhereThereAreAny() {
        assertThat(endpoints.apply("/metrics").body()).doesNotContain("gateway_cluster");
        var events = new EventStream(CLOCK, 1);
        events.add(meters::record);
        state = inCluster(GatewayState.RUNNING, PlatformState.CONNECTED, "web-1");
        endpoints.apply("/metrics");
        events.publish(EventType.beatFailed("timeout"));
        events.publish(EventType.leaseLost("no beat", 1));
        events.publish(EventType.writeRefused("cursor"));
        events.publish(EventType.messageStoredLate("1", "mama"));
        events.publish(EventType.hostEnded("web-2", "s", 1, Duration.ofSeconds(8)));
        events.publish(EventType.accountTaken("mama", 2, Optional.of("web-2")));

        events.publish(EventType.polling("mama"));
        events.publish(EventType.polling("mama"));

        assertThat(endpoints.apply("/metrics").body().lines())
                .contains(
                        "gateway_cluster_lease_left_seconds 4.5",
                        "gateway_cluster_hosts 3.0",
                        "gateway_cluster_database_reachable 1.0",
                        "gateway_cluster_accounts_held 1.0",
                        "gateway_cluster_beats_failed_total 1.0",
                        "gateway_cluster_leases_lost_total 1.0",
                        "gateway_cluster_writes_refused_total 1.0",
                        "gateway_cluster_messages_stored_late_total 1.0",
                        "gateway_cluster_hosts_ended_total 1.0",
                        "gateway_cluster_handover_seconds_count 1");
    }

    @Test
    void eventsAreCountedWhileTheStateIsRead() {
        // The journal's thread counts, and whoever reads the state may wait for the journal.
        var counted = new AtomicInteger();
        GatewayMetrics[] metrics = new GatewayMetrics[1];
        metrics[0] =
                new GatewayMetrics(
                        () -> {
                            var event = CompletableFuture.runAsync(() -> recordSent(metrics[0]));
                            event.orTimeout(10, TimeUnit.SECONDS).join();
                            counted.incrementAndGet();
                            return state;
                        },
                        CLOCK);

        assertThat(metrics[0].scrape()).contains("gateway_answers_sent_total");
        assertThat(counted).hasValueGreaterThan(2);
    }

    private static void recordSent(GatewayMetrics metrics) {
        EventDetails sent = EventType.answerSent("m1", "telegram", Optional.empty());
        metrics.record(new LifecycleEvent(NOW, 1, 4711, sent.type(), sent.fields()));
    }

    private static StatusSnapshot inCluster(
            GatewayState state, PlatformState platform, String holder) {
        StatusSnapshot alone = snapshot(state, platform);
        return new StatusSnapshot(
                alone.state(),
                alone.error(),
                alone.process(),
                alone.home(),
                alone.startedAt(),
                alone.version(),
                alone.instance(),
                List.of(alone.platforms().get(0).heldBy(Optional.of(new AccountHolder(holder, 1)))),
                alone.handler(),
                alone.messages(),
                alone.oldestPending(),
                alone.outgoing(),
                alone.supervisor(),
                Optional.of(
                        new ClusterStatus(
                                "web-1", 3, Duration.ofMillis(4_500), ClusterStatus.REACHABLE)));
    }

    private static StatusSnapshot snapshot(GatewayState state, PlatformState platform) {
        return snapshot(state, platform, Optional.empty());
    }

    private static StatusSnapshot snapshot(
            GatewayState state, PlatformState platform, Optional<String> error) {
        return snapshot(state, platform, error, HandlerStatus.unknown("echo", NOW));
    }

    private static StatusSnapshot snapshot(
            GatewayState state,
            PlatformState platform,
            Optional<String> error,
            HandlerStatus handler) {
        return new StatusSnapshot(
                state,
                error,
                Optional.of(
                        new ProcessIdentity(
                                1, OptionalLong.of(100), Optional.empty(), Optional.empty())),
                "/h",
                Optional.of(NOW),
                Optional.of("1"),
                new StatusSnapshot.InstanceFacts("held", Optional.of(1L), "live", Optional.empty()),
                List.of(
                        new PlatformStatus(
                                "mama",
                                "weixin",
                                platform,
                                NOW,
                                Optional.of(NOW.minusSeconds(30)),
                                Optional.of(1L),
                                platform == PlatformState.RETRYING
                                        ? Optional.of("no route")
                                        : Optional.empty())),
                handler,
                new MessageCounts(1, 2, 3, 4, 5),
                Optional.of(NOW.minusSeconds(12)),
                List.of(new OutgoingProcess(4600, NOW, 2, Optional.empty())),
                Optional.empty());
    }
}
