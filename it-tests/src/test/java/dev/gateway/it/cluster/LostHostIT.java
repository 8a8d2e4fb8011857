package dev.gateway.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts that die, are stopped for a while by their machine, or lose the way to the database. */
class LostHostIT extends ClusterFixture {

    @Test
    void theOtherHostTakesOverFromADeadOneWhenTheLeaseHasRun() throws Exception {
        HostUnderTest a = host("a", LEASE);
        HostUnderTest b = host("b", KEPT_LEASE);
        RunningProcess first = a.start("running");
        b.start("running");
        telegram.user("mia").says("before").awaitAnswer(TIMEOUT);

        long killed = System.nanoTime();
        first.kill(Signal.KILL);
        first.awaitExit(TIMEOUT);
        SentMessage meanwhile = telegram.user("mia").says("is there another one?");
        meanwhile.awaitAnswer(TIMEOUT);
        b.awaitPolls(weixin);
        Duration taken =
                Duration.ofNanos(meanwhile.ledgerMessage().answers().get(0).nanos() - killed);
        System.out.printf("kill -9: answered by the other host after %d ms%n", taken.toMillis());
        // Its last beat was at most a quarter of the lease before, or a bit more on a slow disk.
        assertThat(taken).isGreaterThan(LEASE.dividedBy(2));

        a.start("running");
        weixin.user("mia").says("after").awaitAnswer(TIMEOUT);
        assertThat(meanwhile.answers()).hasSize(1);
        expectOnePollerAtATime();
    }

    @Test
    void aHostThatIsStartedAgainHasItsAccountsAtOnce() throws Exception {
        HostUnderTest a = host("a", LONG_LEASE);
        HostUnderTest b = host("b", LONG_LEASE);
        a.start("running");
        b.start("running");
        for (int i = 0; i < 3; i++) {
            a.process().kill(Signal.KILL);
            a.process().awaitExit(TIMEOUT);
            long dead = System.nanoTime();

            a.begin();

            for (FakePlatform platform : platforms()) {
                a.awaitPolls(platform);
                assertThat(b.pollsSince(platform, b.pid(), 0)).isZero();
            }
            System.out.printf(
                    "kill -9 and start: polled after %d ms%n",
                    Duration.ofNanos(System.nanoTime() - dead).toMillis());
            telegram.user("mia").says("again " + i).awaitAnswer(TIMEOUT);
        }
        expectOnePollerAtATime();
    }

    /**
     * The message on Weixin is in the socket of a process that does not run: it is stored when that
     * runs again, by then without the right to do anything else.
     */
    @Test
    void aHostThatWakesUpLateSendsAtMostOneRequestAndLosesNoMessage() throws Exception {
        HostUnderTest a = host("a", LEASE);
        HostUnderTest b = host("b", KEPT_LEASE);
        RunningProcess first = a.start("running");
        b.start("running");
        telegram.user("mia").says("before").awaitAnswer(TIMEOUT);
        weixin.user("mia").says("before").awaitAnswer(TIMEOUT);

        first.kill(Signal.STOP);
        List<SentMessage> all = new ArrayList<>();
        all.add(weixin.user("mia").says("to one that sleeps"));
        b.awaitPolls(telegram);
        b.awaitPolls(weixin);
        all.add(telegram.user("mia").says("to one that is awake"));
        all.add(weixin.user("mia").says("to the one that is awake"));
        all.get(1).awaitAnswer(TIMEOUT);
        all.get(2).awaitAnswer(TIMEOUT);
        long awake = System.nanoTime();
        first.kill(Signal.CONT);

        for (SentMessage each : all) {
            each.awaitAnswer(TIMEOUT);
        }
        a.awaitElsewhere("family");
        for (FakePlatform platform : platforms()) {
            assertThat(a.pollsSince(platform, first.pid(), awake)).isLessThanOrEqualTo(1);
            b.awaitPolls(platform);
        }
        b.run("stop").expectExit(0);
        a.awaitPolls(telegram);
        a.awaitPolls(weixin);
        assertThat(all).allMatch(each -> each.answers().size() == 1);
    }
}
