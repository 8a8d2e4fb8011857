package dev.gateway.postgres.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final Duration LEASE = Duration.ofSeconds(8);
    private static final AccountId MAMA = new AccountId("telegram:1");

    /** Near the overflow, where comparisons without a difference go wrong. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

    private final Registration registration =
            new Registration(SessionId.random(), 1, LEASE, nanos.get(), nanos::get);

    @Test
    void aLeaseIsValidForThreeQuartersAfterTheSendingOfTheLastBeat() throws Exception {
        AccountLease lease = lease();
        pass(Duration.ofMillis(5_999));
        assertThat(lease.isValid()).isTrue();
        assertThat(lease.validFor()).isEqualTo(Duration.ofMillis(1));

        pass(Duration.ofMillis(1));

        assertThat(lease.isValid()).isFalse();
        assertThat(lease.validFor()).isZero();
        assertThat(lease.lossReason()).isEqualTo("the journal is unreachable");
    }

    /**
     * No thread runs here: as in a process that was stopped, there is only the look at the clock.
     */
    @Test
    void aPausedProcessSeesAtItsFirstLookThatItsLeaseIsOver() throws Exception {
        AccountLease lease = lease();

        pass(Duration.ofSeconds(20));

        assertThat(lease.isValid()).isFalse();
    }

    @Test
    void aBeatCountsFromItsSendingAndALateAnswerOfAnEarlierOneTakesNothingAway() {
        long sent = nanos.get();
        pass(Duration.ofSeconds(5));
        long later = nanos.get();
        registration.beaten(later, false);
        registration.beaten(sent, false);

        assertThat(registration.remaining()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void noBeatRevivesAnEndedRegistration() {
        assertThat(registration.end("ended by another host")).isTrue();
        assertThat(registration.end("again")).isFalse();

        registration.beaten(nanos.get(), false);

        assertThat(registration.isValid()).isFalse();
        assertThat(registration.reason()).isEqualTo("ended by another host");
    }

    @Test
    void aLeaseThatWasToldLostStaysLostThoughBeatsArriveAgain() throws Exception {
        Holdings holdings = holdings();
        AccountLease lease = holdings.lease(MAMA, Duration.ZERO, () -> {}).orElseThrow();
        pass(Duration.ofSeconds(7));
        assertThat(holdings.loseInvalid()).isTrue();

        registration.beaten(nanos.get(), false);

        assertThat(lease.isValid()).isFalse();
        assertThat(holdings.takeLost()).hasSize(1);
        assertThat(holdings.takeLost()).isEmpty();
        assertThat(holdings.lease(MAMA, Duration.ZERO, () -> {}).orElseThrow().isValid()).isTrue();
    }

    /** As a platform does whose poll sees the clock before the thread that watches it. */
    @Test
    void anAccountWhoseOwnerSawTheLossFirstIsNotGivenUp() throws Exception {
        Holdings holdings = holdings();
        AccountLease lapsed = holdings.lease(MAMA, Duration.ZERO, () -> {}).orElseThrow();
        pass(Duration.ofSeconds(7));
        lapsed.close();
        assertThat(holdings.held()).containsKey(MAMA);
        assertThat(holdings.releases()).isEmpty();

        registration.beaten(nanos.get(), false);
        AccountLease ended = holdings.lease(MAMA, Duration.ZERO, () -> {}).orElseThrow();
        registration.end("the database is on a new timeline");
        ended.close();

        assertThat(holdings.held()).containsKey(MAMA);
        assertThat(holdings.releases()).isEmpty();
    }

    @Test
    void aFailoverIsSurvivedWhileNoProcessMayHaveEndedItOrIfTheStandbyWouldKnow() {
        registration.beaten(nanos.get(), false);
        pass(Duration.ofMillis(5_999));
        assertThat(registration.survivesFailover()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(registration.survivesFailover()).isFalse();

        registration.beaten(nanos.get(), true);
        pass(Duration.ofHours(1));

        assertThat(registration.end("the database is on a new timeline")).isTrue();
        assertThat(registration.survivesFailover()).isTrue();
    }

    @Test
    void aBeatOnANewTimelineDoesNotMakeAnEndedRegistrationSurvive() {
        pass(Duration.ofSeconds(7));
        registration.end("the database is on a new timeline");

        registration.beaten(nanos.get(), true);

        assertThat(registration.survivesFailover()).isFalse();
    }

    private AccountLease lease() throws InterruptedException {
        return holdings().lease(MAMA, Duration.ZERO, () -> {}).orElseThrow();
    }

    private Holdings holdings() {
        var holdings = new Holdings(registration, () -> {}, () -> {});
        holdings.begin(registration, Map.of(MAMA, 1L));
        return holdings;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
