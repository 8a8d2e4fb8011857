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
    private PlatformStateTracker stateTracker;

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
        stateTracker =
                new PlatformStateTracker(
                        "mama", "weixin", PlatformState.CONNECTING, time, monotonic, stream);
    }

    @Test
    void onlyAContactConnects() {
        assertThat(stateTracker.state()).isEqualTo(PlatformState.CONNECTING);
        assertThat(stateTracker.contact()).isTrue();
        assertThat(stateTracker.state()).isEqualTo(PlatformState.CONNECTED);
        assertThat(stateTracker.contact()).isFalse();
        assertThat(news).containsExactly("connected");
        assertThat(stateTracker.status().lastContact()).contains(NOON);
    }

    @Test
    void theSameNewsIsToldOnceAndSinceIsWhenItBegan() {
        stateTracker.transitionTo(PlatformState.RETRYING, "no route");
        time.now = NOON.plusSeconds(10);
        stateTracker.transitionTo(PlatformState.RETRYING, "no route");
        stateTracker.transitionTo(PlatformState.RETRYING, "timeout");
        assertThat(news).containsExactly("retrying: no route", "retrying: timeout");
        assertThat(stateTracker.status().since()).isEqualTo(NOON);
        assertThat(stateTracker.status().error()).contains("timeout");
    }

    @Test
    void aContactForgetsTheError() {
        stateTracker.transitionTo(PlatformState.RETRYING, "no route");
        stateTracker.contact();
        assertThat(stateTracker.status().error()).isEmpty();
    }

    @Test
    void silenceBeyondTheLimitIsNoConnection() {
        stateTracker.contact();
        monotonic.now = NOON.plus(LIMIT);
        assertThat(stateTracker.expireContact(LIMIT)).isFalse();
        monotonic.now = NOON.plus(LIMIT).plusMillis(1);
        assertThat(stateTracker.expireContact(LIMIT)).isTrue();
        assertThat(stateTracker.state()).isEqualTo(PlatformState.RETRYING);
        assertThat(stateTracker.expireContact(LIMIT)).isFalse();
        assertThat(news)
                .containsExactly("connected", "retrying: no answer from the platform for 60 s");
        stateTracker.contact();
        assertThat(stateTracker.state()).isEqualTo(PlatformState.CONNECTED);
    }

    @Test
    void silenceBeforeTheFirstContactIsNoNews() {
        monotonic.now = NOON.plusSeconds(3600);
        assertThat(stateTracker.expireContact(LIMIT)).isFalse();
        assertThat(news).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {120, 7200, -120, -7200})
    void aStepOfTheClockNeitherSilencesAPlatformNorHidesASilentOne(long step) {
        stateTracker.contact();
        time.now = NOON.plusSeconds(step);
        assertThat(stateTracker.expireContact(LIMIT)).isFalse();
        monotonic.now = NOON.plus(LIMIT).plusMillis(1);
        assertThat(stateTracker.expireContact(LIMIT)).isTrue();
    }

    @Test
    void onePlatformThatWaitsForRoomIsNotSilentAndSaysWhyNothingComes() {
        stateTracker.contact();
        stateTracker.beginStoring();
        monotonic.now = NOON.plus(LIMIT.multipliedBy(10));

        assertThat(stateTracker.expireContact(LIMIT)).isFalse();

        assertThat(stateTracker.state()).isEqualTo(PlatformState.CONNECTED);
        assertThat(stateTracker.status().error().orElseThrow()).startsWith("back-pressure: ");
        stateTracker.endStoring();
        assertThat(stateTracker.status().error()).isEmpty();
        assertThat(stateTracker.expireContact(LIMIT)).isFalse();
        monotonic.now = monotonic.now.plus(LIMIT).plusMillis(1);
        assertThat(stateTracker.expireContact(LIMIT)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"DISCONNECTING", "DISCONNECTED", "ABANDONED", "DISABLED"})
    void whoeverLeavesDoesNotComeBack(PlatformState leaving) {
        stateTracker.transitionTo(leaving, null);
        stateTracker.contact();
        stateTracker.transitionTo(PlatformState.RETRYING, "late");
        stateTracker.transitionTo(PlatformState.CONNECTING, null);
        assertThat(stateTracker.state()).isEqualTo(leaving);
    }

    @Test
    void oneThatWasAbandonedStaysSo() {
        stateTracker.transitionTo(PlatformState.DISCONNECTING, null);
        stateTracker.transitionTo(PlatformState.ABANDONED, "did not disconnect in time");
        stateTracker.transitionTo(PlatformState.DISCONNECTED, null);
        assertThat(stateTracker.state()).isEqualTo(PlatformState.ABANDONED);
    }

    @Test
    void tellsWhoHoldsTheToken() {
        stateTracker.tokenHolder(Optional.of(4711L));
        assertThat(stateTracker.status().tokenHolderPid()).contains(4711L);
        stateTracker.tokenHolder(Optional.empty());
        assertThat(stateTracker.status().tokenHolderPid()).isEmpty();
    }
}
