package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.it.fixture.ThreePlatformsFixture;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.referee.LedgerMessage;
import dev.gateway.sim.referee.TokenHandover;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Restarts a gateway again and again while its handler works on a message of each process: the
 * platforms are polled and the other people are answered as if there was no restart, and each old
 * process finishes its message beside its successors. For measurements: {@code -Dslow.restarts=20
 * -Dslow.seconds=20}; then each slow answer takes that long.
 */
class SlowHandlerRestartIT extends ThreePlatformsFixture {

    private static final int RESTARTS = Integer.getInteger("slow.restarts", 3);

    /** The time of a slow answer; 0 for one that comes only after the last restart. */
    private static final int SECONDS = Integer.getInteger("slow.seconds", 0);

    private static final Duration LONGEST = Duration.ofSeconds(SECONDS > 0 ? SECONDS : 120);

    /** Far less than a slow answer takes, and far more than a busy machine adds. */
    private static final Duration BUSY_LIMIT = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofMillis(150);

    @ParameterizedTest
    @EnumSource(SlowHandler.Kind.class)
    void nobodyNoticesARestartAndTheSlowAnswerComesOnce(SlowHandler.Kind kind) throws Exception {
        try (SlowHandler handler = kind.start(home.path(), LONGEST)) {
            home.write(
                    withAllThree(
                            HomeConfig.echo()
                                    .with("drain_timeout", LONGEST.plusSeconds(30))
                                    .with("disconnect_timeout", DISCONNECT)
                                    .withHandler(handler.yaml())));
            gateway.run(TIMEOUT, "start").expectExit(0);
            List<ChatGenerator> others = new ArrayList<>();
            for (FakePlatform platform : platforms()) {
                others.add(ChatGenerator.start(platform.user("mama-" + platform.type()), PAUSE));
            }
            List<SentMessage> slow = new ArrayList<>();
            List<SentMessage> next = new ArrayList<>();
            List<Long> old = new ArrayList<>();
            int restarts = kind == SlowHandler.Kind.PROCESS || SECONDS > 0 ? RESTARTS : 1;
            for (int i = 0; i < restarts; i++) {
                FakePlatform platform = platforms().get(i % platforms().size());
                String sam = "sam" + i + "-" + platform.type();
                slow.add(platform.user(sam).says("slow " + sam + " 1"));
                awaitBegin(handler, slow.get(i));
                old.add(home.lockHolder().orElseThrow());
                JsonNode restart =
                        gateway.run(TIMEOUT.plus(TIMEOUT), "restart", "--json")
                                .expectExit(0)
                                .json();
                next.add(platform.user(sam).says("next " + sam + " 2"));
                System.out.printf("%s restart %d: gaps %s ms%n", kind, i, restart.path("gaps_ms"));
                assertThat(restart.path("gaps_ms")).as("%s", restart).hasSize(3);
                assertThat(home.lockHolder().orElseThrow()).isNotIn(old);
                if (SECONDS == 0) {
                    expectOutgoing(old);
                }
            }
            if (SECONDS == 0) {
                assertThat(next).allMatch(one -> one.answers().isEmpty());
            }
            handler.release();
            for (ChatGenerator other : others) {
                other.stop();
                assertThat(other.awaitAnswers(TIMEOUT).flawless()).as("%s", other.count()).isTrue();
            }
            for (SentMessage one : next) {
                one.awaitAnswer(LONGEST.plus(TIMEOUT));
            }
            await().atMost(TIMEOUT).until(() -> gateway.status().path("outgoing").isEmpty());
            gateway.run(TIMEOUT, "stop").expectExit(0);
            scope.awaitNoSurvivors(TIMEOUT);

            assertThat(slow).allMatch(one -> one.answers().size() == 1);
            assertThat(next).allMatch(one -> one.answers().size() == 1);
            for (int i = 0; i < restarts; i++) {
                assertThat(answeredAt(slow.get(i))).isLessThan(answeredAt(next.get(i)));
                assertThat(handler.begins(slow.get(i).text())).isEqualTo(1);
            }
            assertThat(handler.overlaps()).as("two calls of one person at a time").isEmpty();
            for (FakePlatform platform : platforms()) {
                assertThat(platform.referee().violations()).isEmpty();
                expectSmallGaps(kind + " " + platform.type(), platform, restarts);
            }
            printLatencies(kind, others);
        }
    }

    /** Weixin lets its bot go slowly; the other platforms do not wait for it. */
    @Test
    void aPlatformThatLetsGoSlowlyDelaysNoOther() throws Exception {
        Duration slow = Duration.ofSeconds(6);
        home.write(
                withAllThree(HomeConfig.echo().with("disconnect_timeout", slow.multipliedBy(3))));
        gateway.run(TIMEOUT, "start").expectExit(0);
        weixin.releaseSlowly(slow).orElseThrow();

        JsonNode gaps =
                gateway.run(TIMEOUT, "restart", "--json").expectExit(0).json().path("gaps_ms");
        System.out.printf("Weixin takes %s to let go: gaps %s ms%n", slow, gaps);

        assertThat(gaps.path("mama").asLong()).isGreaterThanOrEqualTo(slow.toMillis() - 1000);
        assertThat(gap(telegram).toMillis()).isLessThan(slow.toMillis() / 2);
        assertThat(gap(feishu).toMillis()).isLessThan(slow.toMillis() / 2);
        for (FakePlatform platform : platforms()) {
            platform.user("mama").says("hello").awaitAnswer(TIMEOUT);
            assertThat(platform.referee().violations()).isEmpty();
        }
    }

    private void awaitBegin(SlowHandler handler, SentMessage slow) {
        await().atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> handler.hasBegun(slow.text()));
    }

    private void expectOutgoing(List<Long> old) throws Exception {
        JsonNode status = gateway.status();
        List<Long> pids = new ArrayList<>();
        for (JsonNode one : status.path("outgoing")) {
            pids.add(one.path("pid").asLong());
            assertThat(one.path("in_flight").asInt()).as("%s", status).isPositive();
            assertThat(one.path("since").asText()).as("%s", status).isNotEmpty();
        }
        assertThat(pids).as("%s", status).containsExactlyInAnyOrderElementsOf(old);
        assertThat(status.path("state").asText()).as("%s", status).isEqualTo("running");
    }

    private static Duration gap(FakePlatform platform) {
        List<TokenHandover> handovers = platform.referee().handovers();
        assertThat(handovers).hasSize(1);
        return handovers.get(0).gap();
    }

    private static void expectSmallGaps(String name, FakePlatform platform, int restarts) {
        List<Long> gaps =
                platform.referee().handovers().stream()
                        .map(handover -> handover.gap().toMillis())
                        .sorted()
                        .toList();
        System.out.printf(
                "%s: unpolled for a median of %d ms, at most %d ms, in %d restarts%n",
                name, gaps.get(gaps.size() / 2), gaps.get(gaps.size() - 1), gaps.size());
        // A poll whose process was not found in time counts as one of another client.
        assertThat(gaps).hasSizeGreaterThanOrEqualTo(restarts);
        assertThat(gaps.get(0)).isNotNegative();
        assertThat(gaps.get(gaps.size() - 1)).isLessThan(BUSY_LIMIT.toMillis());
    }

    private static void printLatencies(SlowHandler.Kind kind, List<ChatGenerator> others) {
        List<Duration> times =
                others.stream()
                        .flatMap(other -> other.messages().stream())
                        .map(SentMessage::ledgerMessage)
                        .map(SlowHandlerRestartIT::latency)
                        .sorted(Comparator.naturalOrder())
                        .toList();
        System.out.printf(
                Locale.ROOT,
                "%s: %d other messages answered, median %d ms, p99 %d ms, slowest %d ms%n",
                kind,
                times.size(),
                times.get(times.size() / 2).toMillis(),
                times.get(times.size() * 99 / 100).toMillis(),
                times.get(times.size() - 1).toMillis());
    }

    private static Duration latency(LedgerMessage message) {
        return Duration.ofNanos(message.answers().get(0).nanos() - message.saidNanos());
    }

    private static long answeredAt(SentMessage message) {
        return message.ledgerMessage().answers().get(0).nanos();
    }
}
