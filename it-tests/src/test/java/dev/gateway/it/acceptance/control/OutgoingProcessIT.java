package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ProcessStat;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What happens to a process that has passed its home on and still works on a message: it is
 * stopped, killed or frozen, or its successor is. The message is answered once, by itself.
 */
class OutgoingProcessIT extends GatewayProcessFixture {

    private static final Duration NEVER = Duration.ofMinutes(10);
    private static final Duration LONG_DRAIN = Duration.ofSeconds(60);

    private static final int SIGKILLED = 137;

    private SlowHandler handler;
    private RunningProcess old;
    private SentMessage slow;
    private SentMessage next;

    @AfterEach
    void neverTwoPollers() {
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void aStopWaitsForItAndTheAnswerIsSent() throws Exception {
        passHomeOn(LONG_DRAIN);
        RunningProcess stop = gateway.start("stop");
        stop.awaitLine(Long.toString(old.pid()), TIMEOUT);
        assertThat(slow.answers()).isEmpty();

        handler.release();

        stop.awaitResult(TIMEOUT).expectExit(0);
        assertThat(old.exit()).as("ended with the stop").hasValue(0);
        assertThat(slow.answers()).hasSize(1);
        expectNothingRuns();
        gateway.run(TIMEOUT, "start").expectExit(0);
        expectBothAnsweredOnce(1);
    }

    @Test
    void aStopInAHurryEndsItAndTheMessageIsHandledByTheNext() throws Exception {
        passHomeOn(LONG_DRAIN);
        CommandResult stop = gateway.run(TIMEOUT, "stop", "--now").expectExit(0);

        assertThat(stop.elapsed()).isLessThan(Duration.ofSeconds(30));
        assertThat(old.isAlive()).isFalse();
        assertThat(slow.answers()).isEmpty();
        expectNothingRuns();
        handler.release();
        gateway.run(TIMEOUT, "start").expectExit(0);
        expectBothAnsweredOnce(2);
    }

    @Test
    void ifItIsKilledItsSuccessorHandlesTheMessage() throws Exception {
        passHomeOn(LONG_DRAIN);
        old.kill(Signal.KILL);

        awaitBegins(2);
        assertThat(home.events(EventType.SESSION_RECOVERED)).isNotEmpty();
        handler.release();
        expectBothAnsweredOnce(2);
        await().atMost(TIMEOUT).until(() -> gateway.status().path("outgoing").isEmpty());
    }

    @Test
    void ifItIsFrozenBeyondItsTimeItIsKilledAndItsSuccessorHandlesTheMessage() throws Exception {
        passHomeOn(Duration.ofSeconds(8));
        old.kill(Signal.STOP); // its work ends in eight seconds, its time five later

        awaitBegins(2);
        assertThat(old.awaitExit(TIMEOUT)).isEqualTo(SIGKILLED);
        assertThat(home.events(EventType.OUTGOING_ENDED)).isNotEmpty();
        handler.release();
        expectBothAnsweredOnce(2);
    }

    @Test
    void aSignalToItEndsItAndItsSuccessorHandlesTheMessage() throws Exception {
        passHomeOn(LONG_DRAIN);
        old.kill(Signal.TERM);

        assertThat(old.awaitExit(TIMEOUT)).isZero();
        awaitBegins(2);
        handler.release();
        expectBothAnsweredOnce(2);
    }

    @Test
    void ifBothAreKilledTheNextOneHandlesTheMessage() throws Exception {
        passHomeOn(LONG_DRAIN);
        ProcessHandle.of(home.lockHolder().orElseThrow()).orElseThrow().destroyForcibly();
        old.kill(Signal.KILL);
        await().atMost(TIMEOUT).until(() -> home.lockHolder().isEmpty());

        handler.release();
        gateway.run(TIMEOUT, "start").expectExit(0);

        expectBothAnsweredOnce(2);
    }

    @Test
    void ifItsSuccessorIsKilledItGoesOnAndTheNextOneSendsItsAnswer() throws Exception {
        passHomeOn(LONG_DRAIN);
        long successor = home.lockHolder().orElseThrow();
        ProcessHandle.of(successor).orElseThrow().destroyForcibly();
        await().atMost(TIMEOUT).until(() -> home.lockHolder().isEmpty());

        handler.release();
        assertThat(old.awaitExit(TIMEOUT)).isZero();
        gateway.run(TIMEOUT, "start").expectExit(0);

        expectBothAnsweredOnce(1);
    }

    @Test
    void aSuccessorOfItsSuccessorTakesOverBesideBoth() throws Exception {
        passHomeOn(LONG_DRAIN);
        long second = home.lockHolder().orElseThrow();
        SentMessage late = telegram.user("tom").says("slow tom-telegram 1");
        await().atMost(TIMEOUT).until(() -> handler.hasBegun(late.text()));

        RunningProcess third = gateway.start("run", "--replace");

        third.awaitLine("Gateway is running", TIMEOUT);
        assertThat(old.isAlive()).isTrue();
        assertThat(ProcessStat.of(second).filter(ProcessStat::isAlive)).isPresent();
        assertThat(gateway.status().path("outgoing")).hasSize(2);
        handler.release();
        expectBothAnsweredOnce(1);
        late.awaitAnswer(TIMEOUT);
        assertThat(handler.begins(late.text())).isEqualTo(1);
        assertThat(old.awaitExit(TIMEOUT)).isZero();
        await().atMost(TIMEOUT).until(() -> gateway.status().path("outgoing").isEmpty());
    }

    /** Restarts a gateway while its handler works on a message. */
    private void passHomeOn(Duration drain) throws Exception {
        handler = SlowProgram.in(home.path(), NEVER);
        home.write(
                HomeConfig.echo()
                        .with("drain_timeout", drain)
                        .with("disconnect_timeout", DISCONNECT)
                        .with("family", telegram)
                        .withHandler(handler.yaml()));
        old = running();
        slow = telegram.user("sam").says("slow sam-telegram 1");
        awaitBegins(1);
        gateway.run(TIMEOUT, "restart").expectExit(0);
        next = telegram.user("sam").says("next sam-telegram 2");
        telegram.user("mama").says("hello mama-telegram 1").awaitAnswer(TIMEOUT);
        assertThat(old.isAlive()).isTrue();
        assertThat(home.lockHolder().orElseThrow()).isNotEqualTo(old.pid());
    }

    private void awaitBegins(int times) {
        await().atMost(TIMEOUT).until(() -> handler.begins(slow.text()) == times);
    }

    private void expectBothAnsweredOnce(int begins) throws Exception {
        slow.awaitAnswer(TIMEOUT);
        next.awaitAnswer(TIMEOUT);
        telegram.user("mama").says("still there? mama-telegram 2").awaitAnswer(TIMEOUT);
        assertThat(slow.answers()).hasSize(1);
        assertThat(next.answers()).hasSize(1);
        assertThat(slow.ledgerMessage().answers().get(0).nanos())
                .isLessThan(next.ledgerMessage().answers().get(0).nanos());
        assertThat(handler.begins(slow.text())).isEqualTo(begins);
        assertThat(handler.begins(next.text())).isEqualTo(1);
    }

    private void expectNothingRuns() throws Exception {
        assertThat(home.lockHolder()).isEmpty();
        gateway.run(TIMEOUT, "status").expectExit(3);
    }
}
