package dev.gateway.core.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.platform.PlatformState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformStateTrackerTest {

    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<String> news = new ArrayList<>();
    private final Time time = new Time();
    private final Time monotonic = new Time();
    private PlatformStateTracker standing;

    private static final class Time extends Clock {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void begin() {
        var stream = new EventStream(time, 4711);
        stream.add(
                event ->
                        news.add(
                                event.fields().get("state")
                                        + (event.fields().containsKey("error")
                                                ? ": " + event.fields().get("error")
                                                : "")));
        standing =
                new PlatformStateTracker(
                        "mama", "weixin", PlatformState.CONNECTING, time, monotonic, stream);
    }

    @Test
    void onlyAContactConnects() {
        assertThat(standing.state()).isEqualTo(PlatformState.CONNECTING);
        assertThat(standing.contact()).isTrue();
        assertThat(standing.state()).isEqualTo(PlatformState.CONNECTED);
        assertThat(standing.contact()).isFalse();
        assertThat(news).containsExactly("connected");
        assertThat(standing.status().lastContact()).contains(NOON);
    }

    @Test
    void theSameNewsIsToldOnceAndSinceIsWhenItBegan() {
        standing.transitionTo(PlatformState.RETRYING, "no route");
        time.now = NOON.plusSeconds(10);
        standing.transitionTo(PlatformState.RETRYING, "no route");
        standing.transitionTo(PlatformState.RETRYING, "timeout");
        assertThat(news).containsExactly("retrying: no route", "retrying: timeout");
        assertThat(standing.status().since()).isEqualTo(NOON);
        assertThat(standing.status().error()).contains("timeout");
    }

    @Test
    void aContactForgetsTheError() {
        standing.transitionTo(PlatformState.RETRYING, "no route");
        standing.contact();
        assertThat(standing.status().error()).isEmpty();
    }

    @Test
    void silenceBeyondTheLimitIsNoConnection() {
        standing.contact();
        monotonic.now = NOON.plus(LIMIT);
        assertThat(standing.expireContact(LIMIT)).isFalse();
        monotonic.now = NOON.plus(LIMIT).plusMillis(1);
        assertThat(standing.expireContact(LIMIT)).isTrue();
        assertThat(standing.state()).isEqualTo(PlatformState.RETRYING);
        assertThat(standing.expireContact(LIMIT)).isFalse();
        assertThat(news)
                .containsExactly("connected", "retrying: no answer from the platform for 60 s");
        standing.contact();
        assertThat(standing.state()).isEqualTo(PlatformState.CONNECTED);
    }

    @Test
    void silenceBeforeTheFirstContactIsNoNews() {
        monotonic.now = NOON.plusSeconds(3600);
        assertThat(standing.expireContact(LIMIT)).isFalse();
        assertThat(news).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {120, 7200, -120, -7200})
    void aStepOfTheClockNeitherSilencesAPlatformNorHidesASilentOne(long step) {
        standing.contact();
        time.now = NOON.plusSeconds(step);
        assertThat(standing.expireContact(LIMIT)).isFalse();
        monotonic.now = NOON.plus(LIMIT).plusMillis(1);
        assertThat(standing.expireContact(LIMIT)).isTrue();
    }

    @Test
    void onePlatformThatWaitsForRoomIsNotSilentAndSaysWhyNothingComes() {
        standing.contact();
        standing.beginStoring();
        monotonic.now = NOON.plus(LIMIT.multipliedBy(10));

        assertThat(standing.expireContact(LIMIT)).isFalse();

        assertThat(standing.state()).isEqualTo(PlatformState.CONNECTED);
        assertThat(standing.status().error().orElseThrow()).startsWith("back-pressure: ");
        standing.endStoring();
        assertThat(standing.status().error()).isEmpty();
        assertThat(standing.expireContact(LIMIT)).isFalse();
        monotonic.now = monotonic.now.plus(LIMIT).plusMillis(1);
        assertThat(standing.expireContact(LIMIT)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"DISCONNECTING", "DISCONNECTED", "ABANDONED", "DISABLED"})
    void whoeverLeavesDoesNotComeBack(PlatformState leaving) {
        standing.transitionTo(leaving, null);
        standing.contact();
        standing.transitionTo(PlatformState.RETRYING, "late");
        standing.transitionTo(PlatformState.CONNECTING, null);
        assertThat(standing.state()).isEqualTo(leaving);
    }

    @Test
    void oneThatWasAbandonedStaysSo() {
        standing.transitionTo(PlatformState.DISCONNECTING, null);
        standing.transitionTo(PlatformState.ABANDONED, "did not disconnect in time");
        standing.transitionTo(PlatformState.DISCONNECTED, null);
        assertThat(standing.state()).isEqualTo(PlatformState.ABANDONED);
    }

    @Test
    void tellsWhoHoldsTheToken() {
        standing.tokenHolder(Optional.of(4711L));
        assertThat(standing.status().tokenHolderPid()).contains(4711L);
        standing.tokenHolder(Optional.empty());
        assertThat(standing.status().tokenHolderPid()).isEmpty();
    }
}
