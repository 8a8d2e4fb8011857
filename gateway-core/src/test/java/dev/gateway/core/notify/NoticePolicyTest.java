package dev.gateway.core.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.message.HandlerStatus;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.status.StatusSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NoticePolicyTest {

    private final List<OperatorNotice> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private List<OutgoingProcess> outgoing = List.of();
    private final NoticePolicy notices =
            new NoticePolicy("/home/me", Clock.systemUTC(), nanos::get, told::add);

    @Test
    void aHandlerThatFailsIsToldAtOnceAndOnceAndSoIsItsRecovery() {
        for (int i = 0; i < 3; i++) {
            see(HandlerState.FAILING, PlatformState.CONNECTED);
        }
        assertThat(words()).containsExactly("handler failing");
        see(HandlerState.UNKNOWN, PlatformState.CONNECTED);
        see(HandlerState.OK, PlatformState.CONNECTED);
        see(HandlerState.OK, PlatformState.CONNECTED);
        assertThat(words()).containsExactly("handler failing", "handler ok, good");
    }

    @Test
    void whatFlapsIsQuietForAWhileAndTheTruthIsToldThen() {
        see(HandlerState.FAILING, PlatformState.CONNECTED);
        see(HandlerState.OK, PlatformState.CONNECTED);
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(1));
            see(HandlerState.FAILING, PlatformState.CONNECTED);
            see(HandlerState.OK, PlatformState.CONNECTED);
        }
        assertThat(told).hasSize(2);
        see(HandlerState.FAILING, PlatformState.CONNECTED);
        pass(NoticePolicy.QUIET);
        see(HandlerState.FAILING, PlatformState.CONNECTED);
        assertThat(told).hasSize(3);
    }

    @Test
    void whatPassesByItselfHasToLastBeforeItIsTold() {
        see(HandlerState.OK, PlatformState.RETRYING);
        pass(Duration.ofSeconds(5));
        see(HandlerState.OK, PlatformState.RETRYING);
        see(HandlerState.OK, PlatformState.CONNECTED);
        assertThat(told).isEmpty();

        see(HandlerState.OK, PlatformState.RETRYING);
        pass(NoticePolicy.SETTLE);
        see(HandlerState.OK, PlatformState.RETRYING);
        assertThat(words()).containsExactly("platform retrying");
        see(HandlerState.OK, PlatformState.CONNECTED);
        see(HandlerState.OK, PlatformState.EXPIRED);
        assertThat(words()).containsExactly("platform retrying", "platform connected, good");
    }

    @Test
    void anExpiredSessionIsToldAtOnce() {
        see(HandlerState.OK, PlatformState.EXPIRED);

        assertThat(words()).containsExactly("platform expired");
        assertThat(told.get(0).text()).contains("mama is expired: log in again");
    }

    @Test
    void aTokenThatTheOldProcessIsAboutToLetGoIsNoTroubleUntilThatHasEnded() {
        outgoing = List.of(new OutgoingProcess(4600, Instant.EPOCH, 1, Optional.empty()));
        for (int i = 0; i < 3; i++) {
            see(HandlerState.OK, PlatformState.WAITING_FOR_TOKEN);
            pass(NoticePolicy.SETTLE);
        }
        assertThat(told).isEmpty();
        outgoing = List.of();
        see(HandlerState.OK, PlatformState.WAITING_FOR_TOKEN);
        assertThat(told).isEmpty();
        pass(NoticePolicy.SETTLE);
        see(HandlerState.OK, PlatformState.WAITING_FOR_TOKEN);
        assertThat(words()).containsExactly("platform waiting_for_token");
    }

    @Test
    void aPlatformThatAnotherHostHasIsNoTroubleHere() {
        for (int i = 0; i < 3; i++) {
            see(HandlerState.OK, PlatformState.ELSEWHERE);
            pass(NoticePolicy.SETTLE);
        }
        assertThat(told).isEmpty();

        see(HandlerState.OK, PlatformState.EXPIRED);
        see(HandlerState.OK, PlatformState.ELSEWHERE);
        assertThat(words()).containsExactly("platform expired", "platform elsewhere, good");
    }

    @Test
    void anEndIsToldOnce() {
        notices.reportShutdown("no journal");
        notices.reportShutdown("no journal");

        assertThat(words()).containsExactly("gateway down");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<String> words() {
        return told.stream()
                .map(each -> each.subject() + " " + each.state() + (each.good() ? ", good" : ""))
                .toList();
    }

    private void see(HandlerState handler, PlatformState platform) {
        Instant now = Instant.EPOCH;
        boolean well =
                handler != HandlerState.FAILING
                        && (platform == PlatformState.CONNECTED
                                || platform == PlatformState.ELSEWHERE);
        notices.observe(
                new StatusSnapshot(
                        well ? GatewayState.RUNNING : GatewayState.DEGRADED,
                        Optional.empty(),
                        Optional.empty(),
                        "/home/me",
                        Optional.of(now),
                        Optional.of("1"),
                        new StatusSnapshot.InstanceFacts(
                                "held", Optional.of(1L), "live", Optional.empty()),
                        List.of(
                                new PlatformStatus(
                                        "mama",
                                        "weixin",
                                        platform,
                                        now,
                                        Optional.empty(),
                                        platform == PlatformState.WAITING_FOR_TOKEN
                                                ? Optional.of(4600L)
                                                : Optional.empty(),
                                        platform == PlatformState.EXPIRED
                                                ? Optional.of("log in again")
                                                : Optional.empty())),
                        new HandlerStatus("echo", handler, now, Optional.empty(), Optional.empty()),
                        MessageCounts.NONE,
                        Optional.empty(),
                        outgoing,
                        Optional.empty()));
    }
}
