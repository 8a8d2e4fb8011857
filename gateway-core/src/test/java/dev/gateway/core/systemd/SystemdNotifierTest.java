package dev.gateway.core.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemdNotifierTest {

    private static final Duration TOKEN_WAIT = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final EventStream events = new EventStream(Clock.systemUTC(), 1);
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
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

    @Test
    void oneThatHandsOverReportsItsSuccessorAndNoStop() {
        open(Optional.of(Duration.ofMillis(90)));
        events.publish(EventType.stateChanged("running"));
        events.publish(EventType.READY);
        awaitTold("STATUS=Running");
        notices.handOver();
        events.publish(EventType.stopRequested("restart", Duration.ofSeconds(52)));
        events.publish(EventType.stateChanged("draining"));
        told.clear();
        awaitTold("WATCHDOG=1");

        notices.passOn(4711);
        notices.close();

        assertThat(told).contains("MAINPID=4711");
        assertThat(String.join(" ", told)).doesNotContain("STOPPING", "STATUS", "EXTEND");
        assertThat(told.get(told.size() - 1)).as("nothing after it").isEqualTo("MAINPID=4711");
    }

    @Test
    void feedsTheWatchdogWithEachChangeOfTheMainProcess() {
        open(Optional.of(Duration.ofHours(1)), true);
        events.publish(EventType.LOCK_ACQUIRED);
        events.publish(EventType.READY);
        awaitTold("READY=1");
        assertThat(told).as("long before the first regular message").contains("WATCHDOG=1");
        told.clear();

        notices.handOver();
        notices.passOn(4711);

        awaitTold("MAINPID=4711");
        assertThat(told).contains("WATCHDOG=1");
    }

    @Test
    void endsOnlyAfterSystemdKnowsItsSuccessor() {
        failures.set(2);
        open(Optional.empty());
        notices.handOver();
        notices.passOn(4711);
        notices.close();

        assertThat(told).as("at the third attempt").contains("MAINPID=4711");
    }

    @Test
    void speaksForTheUnitAgainIfItsSuccessorFails() {
        open(Optional.of(Duration.ofMillis(90)));
        events.publish(EventType.stateChanged("running"));
        events.publish(EventType.READY);
        notices.handOver();
        notices.passOn(4711);
        awaitTold("MAINPID=4711");
        told.clear();

        notices.takeBack(1);

        awaitTold("MAINPID=1");
        awaitTold("STATUS=Running");
        awaitTold("WATCHDOG=1");
        events.publish(EventType.stopRequested("SIGTERM", Duration.ofSeconds(52)));
        awaitTold("STOPPING=1");
    }

    @Test
    void aSuccessorIsSilentUntilItHasTheHomeAndFeedsTheWatchdogOfTheRunningUnit() {
        open(Optional.of(Duration.ofMillis(90)), true);
        events.publish(EventType.standby(Optional.of(4711L)));
        awaitSilence();

        events.publish(EventType.LOCK_ACQUIRED);

        awaitTold("STATUS=Starting");
        awaitTold("WATCHDOG=1");
        events.publish(EventType.READY);
        awaitTold("READY=1");
        assertThat(String.join(" ", told)).doesNotContain("EXTEND");
    }

    private void open(Optional<Duration> watchdog) {
        open(watchdog, false);
    }

    private void open(Optional<Duration> watchdog, boolean successor) {
        notices =
                new SystemdNotifier(
                        new NotifyEnvironment(watchdog),
                        TOKEN_WAIT,
                        successor,
                        this::tell,
                        now::get);
        events.add(notices);
        notices.start(() -> stuck);
    }

    private void tell(List<String> assignments) throws IOException {
        if (failures.getAndDecrement() > 0) {
            throw new IOException("systemd is busy");
        }
        told.addAll(assignments);
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
