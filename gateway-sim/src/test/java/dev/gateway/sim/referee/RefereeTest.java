package dev.gateway.sim.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.sim.server.FakeServer;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The referee's view of the polls of real processes. */
class RefereeTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TOKEN = TokenLabel.of("test", "the token");

    private final Referee referee = new Referee();
    private final ConcurrentLinkedQueue<CompletableFuture<Response>> held =
            new ConcurrentLinkedQueue<>();
    private final FakeServer server = FakeServer.start("referee", this::poll);
    private final URI address = server.uri().resolve("/poll");

    @AfterEach
    void close() {
        server.close();
    }

    private CompletionStage<Response> poll(Request request) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        held.add(answer);
        referee.pollStarted(TOKEN, request);
        return answer;
    }

    private void answerOne() {
        held.remove().complete(Response.text(200, "text/plain", ""));
    }

    private PollRecord awaitPoll(int number) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(2))
                .until(
                        () ->
                                referee.polls().size() >= number
                                        && referee.polls().get(number - 1).process().isPresent());
        return referee.polls().get(number - 1);
    }

    private void awaitEnd(int number) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> referee.polls().get(number - 1).endNanos().isPresent());
    }

    @Test
    void detectsTwoPollers() throws Exception {
        try (PollingProcess one = PollingProcess.start(address, 1)) {
            assertThat(awaitPoll(1).process().orElseThrow().pid()).isEqualTo(one.pid());
            try (PollingProcess other = PollingProcess.start(address, 1)) {
                assertThat(awaitPoll(2).process().orElseThrow().pid()).isEqualTo(other.pid());

                assertThat(referee.violations())
                        .singleElement()
                        .satisfies(
                                both -> {
                                    assertThat(both.first().client()).contains("" + one.pid());
                                    assertThat(both.second().client()).contains("" + other.pid());
                                    assertThat(both.nanos()).isEmpty();
                                });
            }
        }
        awaitEnd(1);
        awaitEnd(2);
        assertThat(referee.violations().get(0).nanos().orElseThrow()).isPositive();
    }

    @Test
    void measuresTheGapBetweenTwoPollersInARow() throws Exception {
        try (PollingProcess one = PollingProcess.start(address, 2)) {
            awaitPoll(1);
            answerOne();
            awaitPoll(2);
            answerOne();
            one.awaitEnd();
        }
        try (PollingProcess other = PollingProcess.start(address, 1)) {
            awaitPoll(3);

            assertThat(referee.violations()).isEmpty();
            assertThat(referee.handovers(TOKEN))
                    .singleElement()
                    .satisfies(
                            handover -> {
                                assertThat(handover.last()).isEqualTo(referee.polls().get(1));
                                assertThat(handover.next().process())
                                        .map(process -> process.pid())
                                        .contains(other.pid());
                                assertThat(handover.gap()).isPositive();
                            });
        }
    }

    @Test
    void seesAKilledPollersEndAtOnce() throws Exception {
        try (PollingProcess one = PollingProcess.start(address, 1)) {
            awaitPoll(1);
            long killed = System.nanoTime();
            one.kill();
            awaitEnd(1);

            PollRecord poll = referee.polls().get(0);
            assertThat(poll.end()).isEqualTo(PollRecord.End.CLIENT_CLOSED);
            assertThat(poll.endNanos().orElseThrow() - killed).isBetween(0L, SOON.toNanos());
        }
    }

    @Test
    void labelsATokenAsTheTokenLocksDo() {
        assertThat(TOKEN).matches("test-[0-9a-f]{16}").doesNotContain("the token");
    }
}
