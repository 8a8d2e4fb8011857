package dev.gateway.sim.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.referee.PollRecord;
import dev.gateway.sim.server.ClientConnection;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * The checks of a hand-over: the platform knows when the polls of this process begin and end, and
 * another process may poll while this one sends its last answers.
 */
abstract class SessionEndContract extends StoppingContract {

    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration ABSENCE = Duration.ofMillis(300);

    /** The first poll, or dial, is told before it is sent. */
    @Test
    protected void tellsThatItsFirstPollIsOnItsWay() throws Exception {
        List<Integer> polls = new CopyOnWriteArrayList<>();
        context.onPolling(() -> polls.add(fake.referee().polls().size()));

        connected();

        assertEquals(0, polls.isEmpty() ? -1 : polls.get(0), "polls before it was told");
    }

    /**
     * Once the session has ended, nothing polls any more, and another adapter may. A request that
     * was on its way when it ended arrives still; its connection is closed.
     */
    @Test
    protected void nothingPollsAfterTheEndOfTheSession() throws Exception {
        PlatformAdapter adapter = served();
        call("endSession", () -> adapter.endSession(WITHIN)).returns(timeout());
        int polls = fake.referee().polls().size();

        Await.holdsWithin(ABSENCE, () -> since(polls).size() > 1);

        assertTrue(since(polls).size() <= 1, "polls after the end of the session");
        assertTrue(
                Await.holdsWithin(
                        WITHIN, () -> since(polls).stream().noneMatch(SessionEndContract::isOpen)),
                "it goes on polling");
        fake.user("ann").says("to the next one");
        RecordingContext next = newContext();
        serving(adapter(next));
        awaitTexts(next, "to the next one");
    }

    private static boolean isOpen(PollRecord poll) {
        return poll.end() == PollRecord.End.OPEN;
    }

    private List<PollRecord> since(int polls) {
        List<PollRecord> all = fake.referee().polls();
        return all.subList(Math.min(polls, all.size()), all.size());
    }

    /** An answer on its way when the session ends arrives. */
    @Test
    protected void aSendInFlightAtTheEndOfTheSessionArrives() throws Exception {
        PlatformAdapter adapter = adapter();
        AdapterCall serve = serve(adapter);
        awaitConnected();
        OutboundMessage answer = answer(greeting(), "in flight");
        String fault =
                fake.server()
                        .faults()
                        .add(FaultRule.on(fake.sendPath(), Fault.Hold.untilRemoved()));
        AdapterCall send = call("send", () -> adapter.send(answer));
        awaitInjected(fault);

        adapter.stopIntake();
        serve.returns(quick());
        AdapterCall end = call("endSession", () -> adapter.endSession(LONG));
        fake.server().faults().remove(fault);

        send.returns(timeout());
        end.returns(timeout());
        assertEquals(1, fake.user("ann").heard().size());
    }

    /**
     * An answer after the end of the session arrives; if the adapter says that it sends nothing
     * then, it is refused as one to try later.
     */
    @Test
    protected void aSendAfterTheEndOfTheSessionArrivesOrIsRefused() throws Exception {
        PlatformAdapter adapter = adapter();
        AdapterCall serve = serve(adapter);
        awaitConnected();
        OutboundMessage answer = answer(greeting(), "late");
        adapter.stopIntake();
        serve.returns(quick());
        call("endSession", () -> adapter.endSession(WITHIN)).returns(timeout());

        Optional<Throwable> refused = call("send", () -> adapter.send(answer)).thrown(timeout());

        if (adapter.sendsAfterSession()) {
            refused.ifPresent(thrown -> fail("send threw " + thrown, thrown));
        }
        refused.filter(thrown -> !(thrown instanceof PlatformException.Unreachable))
                .ifPresent(thrown -> fail("send threw " + thrown, thrown));
        assertEquals(refused.isPresent() ? 0 : 1, fake.user("ann").heard().size());
    }

    /** The end of a session, or of one that never began, may be called twice. */
    @Test
    protected void endSessionMayBeCalledTwiceAndBeforeServe() throws Exception {
        PlatformAdapter never = adapter();
        call("endSession", () -> never.endSession(WITHIN)).returns(timeout());
        PlatformAdapter adapter = served();

        call("endSession", () -> adapter.endSession(WITHIN)).returns(timeout());
        call("endSession", () -> adapter.endSession(WITHIN)).returns(timeout());
    }

    /** The end of a session meets its deadline on a silent network. */
    @Test
    protected void endSessionKeepsItsDeadlineWhenTheNetworkGoesSilent() throws Exception {
        PlatformAdapter adapter = servedInSilence();

        call("endSession", () -> adapter.endSession(WITHIN))
                .thrown(WITHIN.plus(quick()))
                .filter(thrown -> !(thrown instanceof PlatformException))
                .ifPresent(thrown -> fail("endSession threw " + thrown, thrown));
    }

    /** The end of a session ends at an interrupt, the gateway's last resort. */
    @Test
    protected void anInterruptEndsTheEndOfTheSession() throws Exception {
        PlatformAdapter adapter = servedInSilence();
        AdapterCall end = call("endSession", () -> adapter.endSession(LONG));

        end.interrupt();

        end.thrown(quick());
    }

    /** The disconnect that follows tells the platform nothing that it knows already. */
    @Test
    protected void disconnectAfterTheEndOfTheSessionIsQuickAndTellsNothingTwice() throws Exception {
        PlatformAdapter adapter = served();
        call("endSession", () -> adapter.endSession(WITHIN)).returns(timeout());
        int told = requestsBesidePolls();

        call("disconnect", () -> adapter.disconnect(LONG)).returns(quick());

        awaitNoOpenConnection(quick());
        assertTrue(requestsBesidePolls() <= told, "the disconnect made a request");
    }

    /** Returns an adapter that was connected and whose {@code serve} has returned. */
    private PlatformAdapter served() throws InterruptedException {
        PlatformAdapter adapter = adapter();
        AdapterCall serve = serve(adapter);
        awaitConnected();
        adapter.stopIntake();
        serve.returns(quick());
        return adapter;
    }

    private PlatformAdapter servedInSilence() throws InterruptedException {
        PlatformAdapter adapter = adapter();
        AdapterCall serve = serve(adapter);
        awaitConnected();
        silence();
        adapter.stopIntake();
        serve.thrown(quick());
        return adapter;
    }

    /** Returns the number of requests without the polls, of which a busy server reads one late. */
    private int requestsBesidePolls() {
        int all = fake.server().connections().stream().mapToInt(ClientConnection::requests).sum();
        return all - fake.referee().polls().size();
    }
}
