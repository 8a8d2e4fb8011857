package dev.gateway.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.cluster.MemoryCluster;
import dev.gateway.core.cluster.Placement;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.supervision.PlatformSet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pace at which accounts go to a host that joins. */
class AccountMovesTest {

    private static final Duration PACE = Duration.ofMillis(200);

    private final AtomicLong nanos = new AtomicLong();
    private final SessionId target = SessionId.random();
    private final AccountPlaces places =
            new AccountPlaces(
                    new MemoryCluster(Duration.ofSeconds(8), nanos::get)
                            .join(HostConfig.named("web-1"), "/home", SessionId.random()),
                    new WantedPlatforms(),
                    Duration.ofSeconds(6));
    private final AccountMoves moves =
            new AccountMoves(
                    new PlatformSet(List.of(), new EventStream(Clock.systemUTC(), 1)),
                    (platform, adapter, within) -> true,
                    places,
                    nanos::get);

    private List<AccountMoves.Going> going(int count, boolean atOnce) {
        List<AccountMoves.Going> going = new ArrayList<>();
        IntStream.range(0, count)
                .forEach(
                        i ->
                                going.add(
                                        new AccountMoves.Going(
                                                "bot-" + i,
                                                new Placement.Move(
                                                        new AccountId("telegram:" + i),
                                                        target,
                                                        atOnce))));
        return going;
    }

    /** Counts the accounts that go within a time, each of which is gone at once. */
    private int gone(int count, int givers, Duration within) {
        List<AccountMoves.Going> left = going(count, false);
        while (nanos.get() < within.toNanos() && !left.isEmpty()) {
            int before = moves.begun();
            Duration again = moves.begin(left, givers);
            if (moves.begun() > before) {
                left.remove(0);
                await().until(() -> moves.inProgress() == 0);
            }
            nanos.addAndGet(again.toNanos());
        }
        return count - left.size();
    }

    @Test
    void fiveASecond() {
        assertThat(gone(1_000, 1, Duration.ofSeconds(4))).isEqualTo(20);
    }

    @Test
    void allThatGiveAwayShareThePace() {
        assertThat(gone(1_000, 2, Duration.ofSeconds(4))).isEqualTo(10);
    }

    @Test
    void anOrderWaitsForNoTurn() {
        assertThat(moves.begin(going(10, true), 1)).isEqualTo(PACE);
        assertThat(moves.begun()).isEqualTo(10);
    }
}
