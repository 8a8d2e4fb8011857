package dev.gateway.core.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemdNotifierTest {

    private static final Duration TOKEN_WAIT = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final EventStream events = new EventStream(Clock.systemUTC(), 1);
    private final AtomicLong now = new AtomicLong();
    private volatile Optional<String> stuck = Optional.empty();
    private SystemdNotifier notices;

    @AfterEach
    void end() {
        notices.close();
    }

    @Test
    void isReadyWhenTheGatewayIsAndStopsWithIt() {
        open(Optional.empty());
        events.publish(EventType.LOCK_ACQUIRED);
        events.publish(
                EventType.platformStateChanged("mama", "telegram", "connecting", Optional.empty()));
        awaitTold("STATUS=Starting: mama connecting");
        assertThat(told).doesNotContain("READY=1");

        events.publish(
                EventType.platformStateChanged("mama", "telegram", "connected", Optional.empty()));
        events.publish(EventType.stateChanged("running"));
        events.publish(EventType.READY);
        awaitTold("READY=1");
        awaitTold("STATUS=Running: 1 platform connected");

        events.publish(EventType.stopRequested("SIGTERM", Duration.ofSeconds(52)));
        awaitTold("STOPPING=1");
        awaitTold("EXTEND_TIMEOUT_USEC=58000000");
        events.publish(EventType.stateChanged("draining"));
        awaitTold("STATUS=Draining");
    }

    @Test
    void namesThePlatformsThatAreDown() {
        open(Optional.empty());
        events.publish(EventType.stateChanged("degraded"));
        events.publish(
                EventType.platformStateChanged("work", "telegram", "connected", Optional.empty()));
        events.publish(
                EventType.platformStateChanged(
                        "mama", "telegram", "waiting_for_token", Optional.empty()));
        awaitTold("STATUS=Degraded: mama waiting for token");
    }

    @Test
    void standsByForAsLongAsItTakes() {
        open(Optional.of(Duration.ofMillis(90)));
        events.publish(EventType.standby(Optional.of(4711L)));
        awaitTold("STATUS=Standing by: another gateway (PID 4711) runs in this home");
        now.addAndGet(Duration.ofDays(30).toNanos());
        told.clear();
        awaitTold("EXTEND_TIMEOUT_USEC=60000000");
        assertThat(told).doesNotContain("READY=1");
    }

    @Test
    void asksForMoreTimeToStartButNotForEver() {
        open(Optional.of(Duration.ofMillis(90)));
        awaitTold("EXTEND_TIMEOUT_USEC=60000000");
        now.addAndGet(TOKEN_WAIT.plusSeconds(61).toNanos());
        awaitSilence();
    }

    @Test
    void feedsTheWatchdogOnlyWhileTheLoopsMove() {
        open(Optional.of(Duration.ofMillis(90)));
        events.publish(EventType.READY);
        awaitTold("WATCHDOG=1");
        stuck = Optional.of("dispatcher");
        awaitSilence();
        stuck = Optional.empty();
        awaitTold("WATCHDOG=1");
    }

    @Test
    void saysWhyTheStartFailed() {
        open(Optional.empty());
        events.publish(EventType.startFailed(75, "No platform could be reached"));
        events.publish(EventType.stateChanged("failed"));
        notices.close();
        assertThat(told).contains("STATUS=Failed: No platform could be reached");
    }

    private void open(Optional<Duration> watchdog) {
        notices =
                new SystemdNotifier(
                        new NotifyEnvironment(watchdog), TOKEN_WAIT, told::addAll, now::get);
        events.add(notices);
        notices.start(() -> stuck);
    }

    private void awaitTold(String assignment) {
        await().atMost(SOON).untilAsserted(() -> assertThat(told).contains(assignment));
    }

    /** Waits for a silence of several of its intervals. */
    private void awaitSilence() {
        await().atMost(SOON)
                .until(
                        () -> {
                            told.clear();
                            Thread.sleep(500);
                            return told.isEmpty();
                        });
    }
}
