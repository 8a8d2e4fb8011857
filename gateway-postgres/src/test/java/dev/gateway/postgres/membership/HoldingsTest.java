package dev.gateway.postgres.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.notice.GivenNotice;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldingsTest {

    private static final AccountId MAMA = new AccountId("telegram:1");
    private static final Duration LEASE = Duration.ofSeconds(8);

    private final Registration registration = registration();
    private final Holdings holdings = new Holdings(registration, this::answer, () -> {});

    @Test
    void anAccountThatWasGivenIsHeldBeforeTheDatabaseIsAsked() throws Exception {
        assertThat(holdings.given(List.of(given(3)))).isEqualTo(Map.of(MAMA, 3L));

        assertThat(lease().orElseThrow().epoch()).isEqualTo(3);
    }

    @Test
    void anAnswerThatIsOlderThanANoticeDropsNothing() throws Exception {
        long before = holdings.notices();
        holdings.given(List.of(given(3)));
        AccountLease lease = lease().orElseThrow();

        assertThat(holdings.set(new HashMap<>(), before)).isFalse();

        assertThat(lease.isValid()).isTrue();
    }

    @Test
    void anAnswerThatIsNewerThanANoticeDecides() throws Exception {
        holdings.given(List.of(given(3)));
        AccountLease lease = lease().orElseThrow();

        assertThat(holdings.set(new HashMap<>(), holdings.notices())).isTrue();

        assertThat(lease.isValid()).isFalse();
        assertThat(holdings.holds(MAMA)).isFalse();
    }

    @Test
    void aLateNoticeOfAnAccountThatWasGivenUpSinceIsIgnored() throws Exception {
        holdings.add(new HashMap<>(Map.of(MAMA, 3L)));
        lease().orElseThrow().close();

        assertThat(holdings.given(List.of(given(3)))).isEmpty();

        assertThat(lease()).isEmpty();
        assertThat(holdings.given(List.of(given(4)))).isEqualTo(Map.of(MAMA, 4L));
    }

    @Test
    void aNoticeForAFormerRegistrationIsIgnored() throws Exception {
        holdings.begin(registration(), Map.of());

        assertThat(holdings.given(List.of(given(3)))).isEmpty();

        assertThat(lease()).isEmpty();
    }

    @Test
    void theCursorThatCameWithAnAccountIsUsedOnce() {
        holdings.given(List.of(given(3)));

        assertThat(holdings.takeCursor(MAMA, 2)).isEmpty();
        assertThat(holdings.takeCursor(MAMA, 3)).contains("42");
        assertThat(holdings.takeCursor(MAMA, 3)).isEmpty();
    }

    @Test
    void theRehearsalReadsARealNotice() {
        assertThat(GivenAccounts.rehearse()).hasSize(1);
    }

    /** Answers a release at once, as the database does. */
    private void answer() {
        holdings.released(holdings.releases(), Map.of());
    }

    private Optional<AccountLease> lease() throws InterruptedException {
        return holdings.lease(MAMA, Duration.ZERO, () -> {});
    }

    private GivenNotice given(long epoch) {
        return new GivenNotice(registration.id(), MAMA, epoch, Optional.of("42"));
    }

    private static Registration registration() {
        return new Registration(SessionId.random(), 1, LEASE, System.nanoTime(), System::nanoTime);
    }
}
