package dev.gateway.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.chat.ChatStats;
import dev.gateway.sim.referee.PollOverlap;
import dev.gateway.sim.referee.PollRecord;
import dev.gateway.sim.referee.TokenHandover;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PlatformResultTableTest {

    private static final PollRecord POLL =
            new PollRecord(
                    "telegram-1",
                    1,
                    4711,
                    Optional.empty(),
                    0,
                    OptionalLong.empty(),
                    PollRecord.End.OPEN);

    @Test
    void showsWhatBecameOfTheMessagesAndEachGap() {
        List<String> lines =
                PlatformResultTable.lines(
                        List.of(
                                result("weixin", counts(10, 10, 1), 18_004, 12),
                                result("telegram", counts(9, 9, 0), 20)),
                        List.of("restart", "kill"));

        assertThat(lines.get(1).strip().split("\\s{2,}"))
                .containsExactly("weixin", "10", "10", "0", "1", "1.500 s", "3", "never");
        assertThat(lines.get(4).strip().split("\\s{2,}"))
                .containsExactly("gap", "weixin", "telegram");
        assertThat(lines.get(5).strip().split("\\s{2,}"))
                .containsExactly("restart", "18.004 s", "0.020 s");
        assertThat(lines.get(6).strip().split("\\s{2,}")).containsExactly("kill", "0.012 s", "-");
        assertThat(lines).hasSize(7);
    }

    @Test
    void phasesHaveTheirLongestGapAndNoneWithoutAHandover() {
        List<TokenHandover> handovers =
                List.of(handover(15, 8), handover(25, 40), handover(26, 90), handover(35, -70));
        List<String> lines =
                PlatformResultTable.ofPhases(
                        List.of(
                                new PlatformResult(
                                        "weixin", counts(1, 1, 0), 5, handovers, List.of())),
                        List.of(
                                new DemoPhase("stop", 10),
                                new DemoPhase("kill", 20),
                                new DemoPhase("freeze", 30),
                                new DemoPhase("stop", 40)));

        assertThat(lines.subList(4, lines.size()))
                .extracting(line -> line.strip().split("\\s{2,}"))
                .containsExactly(
                        new String[] {"stop", "0.008 s"}, new String[] {"kill", "0.090 s"});
    }

    private static TokenHandover handover(long at, long gapMillis) {
        PollRecord next =
                new PollRecord(
                        "weixin-1",
                        2,
                        4712,
                        Optional.empty(),
                        at,
                        OptionalLong.empty(),
                        PollRecord.End.OPEN);
        return new TokenHandover(POLL, next, Duration.ofMillis(gapMillis));
    }

    @Test
    void aLostMessageIsNotGood() {
        assertThat(result("weixin", counts(10, 9, 0)).good()).isFalse();
    }

    @Test
    void aSecondAnswerIsShownButNoLoss() {
        assertThat(result("weixin", counts(10, 10, 2)).good()).isTrue();
    }

    @Test
    void nothingSaidProvesNothing() {
        assertThat(result("weixin", counts(0, 0, 0)).good()).isFalse();
    }

    @Test
    void twoPollersAtOnceAreNeverGoodAndAreCounted() {
        PollOverlap overlap = new PollOverlap(PollOverlap.Kind.TWO_POLLERS, POLL, POLL);
        PlatformResult result =
                new PlatformResult("weixin", counts(10, 10, 0), 2, List.of(), List.of(overlap));

        assertThat(result.good()).isFalse();
        assertThat(PlatformResultTable.lines(List.of(result), List.of()).get(1))
                .endsWith("1 times");
    }

    private static ChatStats counts(int sent, int answered, int duplicated) {
        return new ChatStats(sent, answered, sent - answered, duplicated, Duration.ofMillis(1500));
    }

    private static PlatformResult result(String platform, ChatStats chat, int... gapsMillis) {
        List<TokenHandover> handovers =
                Arrays.stream(gapsMillis)
                        .mapToObj(gap -> new TokenHandover(POLL, POLL, Duration.ofMillis(gap)))
                        .toList();
        return new PlatformResult(platform, chat, gapsMillis.length + 1, handovers, List.of());
    }
}
