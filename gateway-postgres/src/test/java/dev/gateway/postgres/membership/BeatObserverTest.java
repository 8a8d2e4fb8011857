package dev.gateway.postgres.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BeatObserverTest {

    private static final SessionId OTHER = SessionId.random();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final BeatObserver observer = new BeatObserver();

    @Test
    void aRegistrationIsSilentAfterItsOwnWholeLeaseWithoutAChange() {
        assertThat(look(row(7), 0)).isEmpty();
        assertThat(look(row(7), 8 * SECOND - 1)).isEmpty();
        assertThat(look(row(7), 8 * SECOND)).hasSize(1);
    }

    @Test
    void anyOtherNumberBeginsTheLeaseAnew() {
        look(row(7), 0);
        look(row(6), 7 * SECOND); // As after a crash of a database that lost the last beats.

        assertThat(look(row(6), 14 * SECOND)).isEmpty();
        assertThat(look(row(6), 15 * SECOND)).hasSize(1);
    }

    @Test
    void aNewConnectionBeginsTheObservationAnew() {
        look(row(7), 0);
        observer.reset();

        assertThat(look(row(7), 9 * SECOND)).isEmpty();
        assertThat(look(row(7), 17 * SECOND)).hasSize(1);
    }

    /** A look that was long on its way shows a beat of its beginning at its end. */
    @Test
    void theTimeOnTheWayCountsForTheOther() {
        observer.look(List.of(row(7)), 0, 5 * SECOND);

        assertThat(observer.look(List.of(row(7)), 12 * SECOND, 20 * SECOND)).isEmpty();
        assertThat(observer.look(List.of(row(7)), 13 * SECOND, 20 * SECOND)).hasSize(1);
    }

    private List<SessionRow> look(SessionRow row, long nanos) {
        return observer.look(List.of(row), nanos, nanos);
    }

    private static SessionRow row(long beat) {
        Duration lease = Duration.ofSeconds(8);
        var host =
                new ClusterHost(
                        OTHER,
                        "other",
                        "/home",
                        1,
                        "1",
                        1,
                        false,
                        false,
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO);
        var process =
                new ProcessIdentity(1, OptionalLong.empty(), Optional.empty(), Optional.empty());
        return new SessionRow(OTHER, OTHER, "home", process, beat, Duration.ZERO, lease, host);
    }
}
