package dev.gateway.core.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.shutdown.StopRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LostLeaseTest {

    private static final String NAME = "family";
    private static final String AWAY = "journal unreachable";
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir Path folder;
    private final RevocableTokenLocks locks = new RevocableTokenLocks();
    private SupervisionFixture fixture;
    private PlatformSet set;

    @BeforeEach
    void connect() throws Exception {
        fixture = new SupervisionFixture(folder, locks);
        set = fixture.start(SupervisionFixture.LONG, NAME);
        fixture.awaitConnected(set);
    }

    @AfterEach
    void end() {
        fixture.platform.letGo();
        set.freeze();
        set.stopIntake();
        set.disconnect(new StopRequest(), SHORT);
        fixture.close();
    }

    @ParameterizedTest(name = "told: {0}")
    @ValueSource(booleans = {true, false})
    void pollsAgainWithANewAdapterOnceItHasALeaseAgain(boolean told) {
        locks.revoke(told);
        if (!told) {
            set.refresh(); // As every second.
        }
        assertThat(set.adapter(NAME)).as("withdrawn at once").isEmpty();
        await().atMost(SupervisionFixture.LONG).until(() -> locks.closed() == 1);
        assertThat(fixture.platform.calls())
                .containsExactly(
                        "create family", "serve family", "served family", "disconnect family");
        await().atMost(SupervisionFixture.LONG)
                .until(() -> fixture.state(set, NAME) == PlatformState.WAITING_FOR_TOKEN);
        await().atMost(SupervisionFixture.LONG)
                .until(() -> set.statuses().get(0).error().orElse("").contains("in use"));
        assertThat(fixture.states(NAME)).doesNotContain("retrying", "disconnected");

        locks.grant();

        fixture.awaitConnected(set);
        assertThat(set.adapter(NAME)).isPresent();
        assertThat(fixture.platform.calls())
                .endsWith("disconnect family", "create family", "serve family");
        assertThat(fixture.events(EventType.POLLING, NAME)).hasSize(2);
        assertThat(fixture.events(EventType.INTAKE_ENDED, NAME)).hasSize(1);
    }

    /** After a pause of the process the loss and the look of every second come at once. */
    @Test
    void aPollHasAMomentToTakeWhatHasArrivedBeforeItsThreadIsInterrupted() {
        fixture.platform.pollsLong(NAME);
        long began = System.nanoTime();
        locks.revoke(true);
        await().atMost(SupervisionFixture.LONG)
                .until(() -> fixture.platform.calls().contains("last poll family"));

        set.refresh();

        boolean interrupted = fixture.platform.calls().contains("interrupted family");
        var waited = Duration.ofNanos(System.nanoTime() - began);
        assertThat(interrupted && waited.compareTo(PlatformConnection.SERVING_GRACE) < 0)
                .as("interrupted after %s", waited)
                .isFalse();
        await().atMost(SupervisionFixture.LONG)
                .until(
                        () -> {
                            set.refresh();
                            return fixture.platform.calls().contains("interrupted family");
                        });
        fixture.platform.endLastPoll();
        await().atMost(SupervisionFixture.LONG).until(() -> locks.closed() == 1);
    }

    @Test
    void saysWhatHasHappenedToTheLease() {
        locks.revoke(true);

        await().atMost(SupervisionFixture.LONG)
                .until(() -> fixture.states(NAME).contains("waiting_for_token"));
        assertThat(fixture.events(EventType.PLATFORM_STATE_CHANGED, NAME))
                .anyMatch(
                        event ->
                                "lost its token: another host has taken it"
                                        .equals(event.fields().get("error")));
    }

    @Test
    void triesOnWhileTheStoreThatDecidesDoesNotAnswer() {
        locks.cutOff();
        locks.revoke(true);

        await().atMost(SupervisionFixture.LONG)
                .until(() -> set.statuses().get(0).error().equals(Optional.of(AWAY)));
        assertThat(fixture.state(set, NAME)).isEqualTo(PlatformState.RETRYING);
        assertThat(fixture.states(NAME)).doesNotContain("waiting_for_token");

        locks.grant();

        fixture.awaitConnected(set);
    }

    @Test
    void aStopWhileItWaitsForANewLeaseEndsAtOnce() {
        locks.revoke(true);
        await().atMost(SupervisionFixture.LONG).until(() -> locks.closed() == 1);

        set.freeze();
        set.stopIntake();
        set.disconnect(new StopRequest(), SHORT);

        assertThat(set.noneAbandoned()).isTrue();
        assertThat(fixture.state(set, NAME)).isEqualTo(PlatformState.DISCONNECTED);
    }
}
