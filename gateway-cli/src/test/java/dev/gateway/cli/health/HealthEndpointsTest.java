package dev.gateway.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventDetails;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerStatus;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.status.GatewayState;
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
import org.junit.jupiter.api.Test;

class HealthEndpointsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private StatusSnapshot state = snapshot(GatewayState.RUNNING, PlatformState.CONNECTED);
    private Optional<String> stuck = Optional.empty();
    private final GatewayMetrics meters = new GatewayMetrics(() -> state, CLOCK);
    private final HealthEndpoints endpoints =
            new HealthEndpoints(() -> state, () -> stuck, meters::scrape);

    @Test
    void aRunningGatewayIsHealthyAndReady() {
        assertThat(endpoints.apply("/healthz").status()).isEqualTo(200);
        assertThat(endpoints.apply("/readyz").status()).isEqualTo(200);
        assertThat(endpoints.apply("/").status()).isEqualTo(404);
    }

    @Test
    void oneWithoutAConnectionIsHealthyButNotReadyAndSaysWhy() {
        state = snapshot(GatewayState.DEGRADED, PlatformState.RETRYING);

        assertThat(endpoints.apply("/healthz").status()).isEqualTo(200);
        assertThat(endpoints.apply("/readyz").status()).isEqualTo(503);
        assertThat(endpoints.apply("/readyz").body()).contains("mama is retrying: no route");
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
                new PreviousShutdown(phase, Optional.of(Duration.ofMillis(80))));

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
                        "gateway_handover_gap_seconds");
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
                Optional.empty());
    }
}
