package dev.gateway.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.network.Direction;
import dev.gateway.sim.network.TcpProxy;
import dev.gateway.sim.referee.PollRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The line between a host and the database is cut while both live. */
class CutLineIT extends ClusterFixture {

    @Test
    void aHostThatCannotReachTheDatabaseStopsPollingBeforeAnotherOneBegins() throws Exception {
        try (TcpProxy line = TcpProxy.to(database.port())) {
            HostUnderTest a = host("a", journal(line.port(), LEASE), "");
            HostUnderTest b = host("b", KEPT_LEASE);
            a.start("running");
            b.start("running");
            chat();
            telegram.user("mia").says("before").awaitAnswer(TIMEOUT);

            line.cut();
            b.awaitPolls(telegram);
            b.awaitPolls(weixin);
            a.home().awaitState("degraded", TIMEOUT);
            long taken = System.nanoTime();
            // With all that was held back: beats and writes of a host that is registered no more.
            line.heal();
            a.awaitElsewhere("family");

            telegram.user("mia").says("after").awaitAnswer(TIMEOUT);
            for (FakePlatform platform : platforms()) {
                assertThat(a.pollsSince(platform, a.pid(), taken)).isZero();
                b.awaitPolls(platform);
            }
            expectAnsweredChats();
            expectOnePollerAtATime();
        }
    }

    @Test
    void aLineThatDeliversInOneDirectionOnlyIsNoHolder() throws Exception {
        try (TcpProxy line = TcpProxy.to(database.port())) {
            HostUnderTest a = host("a", journal(line.port(), LEASE), "");
            a.start("running");
            chat();

            for (Direction direction : Direction.values()) {
                line.cut(direction);
                a.home().awaitState("degraded", TIMEOUT);
                await().atMost(TIMEOUT).until(() -> platforms().stream().noneMatch(this::isPolled));
                line.heal();
                a.home().awaitState("running", TIMEOUT);
                await().atMost(TIMEOUT).until(() -> platforms().stream().allMatch(this::isPolled));
            }

            expectAnsweredChats();
            expectOnePollerAtATime();
        }
    }

    private boolean isPolled(FakePlatform platform) {
        List<PollRecord> polls = platform.referee().polls();
        return polls.stream().anyMatch(poll -> poll.endNanos().isEmpty());
    }
}
