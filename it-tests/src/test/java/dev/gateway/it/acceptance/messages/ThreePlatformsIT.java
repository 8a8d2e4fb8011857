package dev.gateway.it.acceptance.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.it.fixture.ThreePlatformsFixture;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Runs one gateway with three platforms, many messages, and a network that resets, stalls and
 * returns 502: each message is answered. The number for each platform: system property {@code
 * messages}.
 */
class ThreePlatformsIT extends ThreePlatformsFixture {

    private static final int MESSAGES = Integer.getInteger("messages", 1000);
    private static final int STAGE = MESSAGES / 5;
    private static final List<String> PEOPLE = List.of("ann", "bob", "cid", "dot");
    private static final Duration PAUSE = Duration.ofMillis(3);
    private static final Duration LONG = Duration.ofMinutes(4);

    /** Each of them hits polls (or the discovery of a connection) and sends twice. */
    private static final List<Fault> FAULTS =
            List.of(
                    new Fault.Reset(false),
                    Fault.Answer.status(502, "<html>Bad Gateway</html>"),
                    new Fault.Stall(Optional.of(Duration.ofMillis(300))),
                    new Fault.Reset(true));

    @Test
    void answersEachMessageUnderFaults() throws Exception {
        home.write(withAllThree(config()));
        var run = running();
        Map<FakePlatform, List<SentMessage>> said = new LinkedHashMap<>();
        platforms().forEach(platform -> said.put(platform, new ArrayList<>()));
        long began = System.nanoTime();
        for (int i = 0; i < MESSAGES; i++) {
            if (i % STAGE == 0 && i / STAGE < FAULTS.size()) {
                await().atMost(LONG).until(this::allFaultsStruck);
                inject(FAULTS.get(i / STAGE));
            }
            for (FakePlatform platform : platforms()) {
                String name = PEOPLE.get(i % PEOPLE.size());
                said.get(platform).add(platform.user(name).says("<" + name + " " + i + ">"));
            }
            Thread.sleep(PAUSE.toMillis());
        }
        await().atMost(LONG).until(this::allFaultsStruck);

        await().atMost(LONG)
                .until(() -> said.values().stream().allMatch(ThreePlatformsIT::answered));
        System.out.printf(
                "three platforms: %d messages on each answered in %d ms under faults%n",
                MESSAGES, Duration.ofNanos(System.nanoTime() - began).toMillis());
        for (FakePlatform platform : platforms()) {
            assertThat(platform.referee().violations()).as(platform.type()).isEmpty();
        }
        for (FakePlatform knowsIds : List.of(weixin, feishu)) {
            assertThat(said.get(knowsIds)).allMatch(one -> one.answers().size() == 1);
        }
        gateway.run(TIMEOUT, "stop").expectExit(0);
        assertThat(run.awaitExit(TIMEOUT)).isZero();
    }

    private static boolean answered(List<SentMessage> messages) {
        return messages.stream().noneMatch(one -> one.answers().isEmpty());
    }

    private void inject(Fault fault) {
        for (FakePlatform platform : platforms()) {
            var faults = platform.server().faults();
            faults.add(FaultRule.on(platform.intakePath(), fault).times(2));
            faults.add(FaultRule.on(platform.sendPath(), fault).times(2));
        }
    }

    private boolean allFaultsStruck() {
        boolean feishuConnects = struck(feishu, FakeFeishu.DISCOVERY);
        if (!feishuConnects) {
            // Without it no client would ask for a connection.
            feishu.resetConnections(feishu.appId());
        }
        return feishuConnects && platforms().stream().allMatch(platform -> struck(platform, "*"));
    }

    private static boolean struck(FakePlatform platform, String path) {
        var faults = platform.server().faults();
        return faults.rules().entrySet().stream()
                .filter(rule -> path.equals("*") || rule.getValue().path().equals(path))
                .allMatch(rule -> faults.injectedCount(rule.getKey()) > 0);
    }
}
