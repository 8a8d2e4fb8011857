package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.SessionProcess;
import dev.gateway.core.control.ConflictPolicy;
import dev.gateway.core.control.HandoverRequest;
import dev.gateway.core.control.SuccessorLock;
import dev.gateway.core.control.TakeoverLock;
import dev.gateway.core.event.EventType;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.GatewayState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hand-over between two gateways of one home, here in one JVM. */
@Timeout(180)
class HandoverTest {

    /** No process has this number: it is beyond the largest that Linux gives. */
    private static final long NO_PROCESS = 4_194_305;

    private final CountDownLatch answering = new CountDownLatch(1);
    private final AtomicInteger handled = new AtomicInteger();
    private final ScriptedPlatform ofOld = new ScriptedPlatform("telegram");
    private final ScriptedPlatform ofNew = new ScriptedPlatform("telegram");
    @TempDir Path folder;
    private GatewayFixture old;
    private GatewayFixture successor;

    @BeforeEach
    void create() {
        old = new GatewayFixture(folder).with(ofOld).handler(context -> handler());
        successor =
                new GatewayFixture(folder)
                        .with(ofNew)
                        .handler(context -> handler())
                        .onConflict(ConflictPolicy.WAIT);
    }

    @AfterEach
    void letGo() {
        answering.countDown();
    }

    private MessageHandler handler() {
        return message -> {
            handled.incrementAndGet();
            answering.await();
            return List.of(MessageHandler.Answer.of("late"));
        };
    }

    /** Starts the old gateway, which has a message in its handler. */
    private void startOld() throws Exception {
        old.start().until(GatewayState.RUNNING);
        ofOld.adapter().context().accept(InboundBatch.of(GatewayRunTest.message("slow")));
        await().atMost(GatewayFixture.LONG).until(() -> handled.get() == 1);
    }

    private void standBy() {
        successor.start().until(EventType.STANDBY);
    }

    @Test
    void theSuccessorWorksWhileTheOldGatewayFinishesAndSendsItsAnswer() throws Exception {
        startOld();
        standBy();
        old.stop().request("restart");
        successor.until(GatewayState.RUNNING);
        old.until(EventType.OUTGOING);
        assertThat(ofNew.serves()).isOne();
        assertThat(ofOld.calls()).contains("served");
        assertThat(handled).hasValue(1);
        assertThat(old.eventNames())
                .containsSubsequence(
                        "stop_requested",
                        "handover_started",
                        "intake_ended",
                        "token_released",
                        "outgoing");
        assertThat(old.home().pidFile()).exists();

        answering.countDown();
        assertThat(old.awaitEnd()).isEqualTo(ExitCode.OK);
        await().atMost(GatewayFixture.LONG).until(() -> ofNew.sent().contains("late"));
        assertThat(ofOld.sent()).isEmpty();
        assertThat(handled).hasValue(1);
        successor.until(EventType.OUTGOING_ENDED);
        successor.close();
        old.close();
    }

    /** A platform may be slow to connect while messages of others are with the handler. */
    @Test
    void aGatewayThatIsStillStartingPassesItsHomeOnToo() throws Exception {
        ofOld.serving(ScriptedPlatform.Adapter::awaitStop);
        old.start().until(EventType.TOKEN_ACQUIRED);
        await().atMost(GatewayFixture.LONG).until(() -> ofOld.serves() == 1);
        ofOld.adapter().context().accept(InboundBatch.of(GatewayRunTest.message("slow")));
        await().atMost(GatewayFixture.LONG).until(() -> handled.get() == 1);
        standBy();
        old.stop().request("restart");
        successor.until(GatewayState.RUNNING);
        old.until(EventType.OUTGOING);
        assertThat(old.has(EventType.READY)).isFalse();

        answering.countDown();
        assertThat(old.awaitEnd()).isEqualTo(ExitCode.OK);
        await().atMost(GatewayFixture.LONG).until(() -> ofNew.sent().contains("late"));
        successor.close();
        old.close();
    }

    /** As after a SIGSTOP in the middle of a transaction. */
    @Test
    void anOldProcessThatKeepsTheJournalLockedIsEndedAtItsEnd() throws Exception {
        old.start().until(GatewayState.RUNNING);
        old.stop().request("stop");
        assertThat(old.awaitEnd()).isEqualTo(ExitCode.OK);
        old.release();
        try (ChildProcess frozen = SessionProcess.in(old.home().sessions());
                var lock = DriverManager.getConnection("jdbc:sqlite:" + old.home().journal());
                Statement transaction = lock.createStatement()) {
            SessionProcess.idOf(frozen);
            frozen.writeLine("overdue");
            assertThat(frozen.readLine()).isEqualTo("overdue");
            transaction.execute("BEGIN IMMEDIATE");
            successor.start();
            await().atMost(GatewayFixture.LONG).until(() -> !frozen.isAlive());
            transaction.execute("ROLLBACK"); // The kernel did it if the process held the lock.
            successor.until(GatewayState.RUNNING);
            assertThat(successor.has(EventType.OUTGOING_ENDED)).isTrue();
        }
        successor.close();
        old.close();
    }

    @Test
    void whereHandlersMustNotOverlapTheHomePassesOnAtTheEnd() throws Exception {
        old.handler(context -> handler()).handlerOptions(Map.of("overlap", false));
        startOld();
        standBy();
        old.stop().request("restart");
        old.until(EventType.INTAKE_STOPPED);
        answering.countDown();
        assertThat(old.awaitEnd()).isEqualTo(ExitCode.OK);
        assertThat(successor.has(EventType.LOCK_ACQUIRED)).isFalse();
        assertThat(old.has(EventType.HANDOVER_STARTED)).isFalse();
        assertThat(ofOld.sent()).containsExactly("late");
        old.release();
        successor.until(GatewayState.RUNNING);
        successor.close();
        old.close();
    }

    /** Its own config may forbid it, or it is of a version that cannot. */
    @Test
    void aSuccessorThatDoesNotShowThatItCanOverlapHasTheHomeAtTheEnd() throws Exception {
        successor.handlerOptions(Map.of("overlap", false));
        startOld();
        standBy();
        old.stop().request("restart");
        old.until(EventType.INTAKE_STOPPED);
        answering.countDown();
        assertThat(old.awaitEnd()).isEqualTo(ExitCode.OK);
        assertThat(old.has(EventType.HANDOVER_STARTED)).isFalse();
        old.release();
        successor.until(GatewayState.RUNNING);
        successor.close();
        old.close();
    }

    @Test
    void aSuccessorThatComesDuringTheDrainHasTheHomeThen() throws Exception {
        startOld();
        old.stop().request("SIGTERM");
        old.until(EventType.INTAKE_STOPPED);
        standBy();
        successor.until(GatewayState.RUNNING);
        assertThat(handled).hasValue(1);
        answering.countDown();
        assertThat(old.awaitEnd()).isEqualTo(ExitCode.OK);
        await().atMost(GatewayFixture.LONG).until(() -> ofNew.sent().contains("late"));
        successor.close();
        old.close();
    }

    @Test
    void aRestartWhoseSuccessorDiesChangesNothingAndTheNextStopCounts() throws Exception {
        answering.countDown();
        old.start().until(GatewayState.RUNNING);
        TakeoverLock restart = TakeoverLock.acquire(old.home(), Duration.ZERO).orElseThrow();
        request(NO_PROCESS);
        SuccessorLock waiting = SuccessorLock.hold(old.home());
        old.stop().request("SIGTERM");
        old.until(EventType.HANDOVER_STARTED);
        waiting.close();
        old.until(EventType.HANDOVER_FAILED);
        assertThat(old.home().handoverRequest()).doesNotExist();
        assertThat(KernelLock.isHeld(old.home().lock())).isTrue();
        assertThat(ofOld.calls()).doesNotContain("stopIntake");

        restart.close();
        // Its own check of the home's files, which comes within some seconds, finds all in order.
        Files.delete(old.home().pidFile());
        old.until(EventType.PID_FILE_REPAIRED);
        assertThat(old.stop().isRequested()).isFalse();
        await().atMost(GatewayFixture.LONG)
                .until(() -> old.state().path("state").asText().equals("running"));
        ofOld.adapter().context().accept(InboundBatch.of(GatewayRunTest.message("still here")));
        await().atMost(GatewayFixture.LONG).until(() -> ofOld.sent().contains("late"));
        assertThat(old.stopAndWait()).isEqualTo(ExitCode.OK);
        assertThat(old.home().pidFile()).doesNotExist();
        old.close();
    }

    private void request(long successorPid) throws Exception {
        ProcessProbe probe = ProcessProbe.system();
        new HandoverRequest(ProcessIdentity.of(probe, probe.self()), Optional.of(successorPid))
                .write(old.home());
    }

    @Test
    void aStopWhoseWaiterIsGoneStaysAStop() throws Exception {
        answering.countDown();
        old.start().until(GatewayState.RUNNING);
        SuccessorLock waiting = SuccessorLock.hold(old.home());
        old.stop().request("SIGTERM");
        old.until(EventType.HANDOVER_STARTED);
        waiting.close();
        assertThat(old.awaitEnd()).isEqualTo(ExitCode.OK);
        assertThat(old.has(EventType.OUTGOING)).isFalse();
        assertThat(old.home().pidFile()).doesNotExist();
        old.close();
    }

    @Test
    void aSecondRequestShortensWhatTheOldGatewayStillDoes() throws Exception {
        startOld();
        standBy();
        old.stop().request("restart");
        old.until(EventType.OUTGOING);
        old.stop().request("again");
        assertThat(old.awaitEnd()).isEqualTo(ExitCode.OK);
        assertThat(old.events(EventType.DRAIN_FINISHED).get(0).fields()).containsValue(false);
        answering.countDown();
        await().atMost(GatewayFixture.LONG).until(() -> ofNew.sent().contains("late"));
        assertThat(handled).hasValue(2);
        successor.close();
        old.close();
    }

    @Test
    void theStopOfTheSuccessorWaitsForTheOldGatewayAndSendsItsAnswer() throws Exception {
        startOld();
        standBy();
        old.stop().request("restart");
        old.until(EventType.OUTGOING);
        successor.until(GatewayState.RUNNING);
        successor.stop().request("stop");
        successor.until(EventType.INTAKE_STOPPED);
        assertThat(successor.has(EventType.DRAIN_FINISHED)).isFalse();
        answering.countDown();
        assertThat(successor.awaitEnd()).isEqualTo(ExitCode.OK);
        assertThat(old.awaitEnd()).isEqualTo(ExitCode.OK);
        assertThat(ofNew.sent()).containsExactly("late");
        successor.close();
        old.close();
    }
}
