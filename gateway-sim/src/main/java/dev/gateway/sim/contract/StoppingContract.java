package dev.gateway.sim.contract;

import static dev.gateway.sim.contract.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The checks of the shutdown: prompt, on time whatever the network does, and without leftovers. */
abstract class StoppingContract extends MessageContract {

    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Duration ABSENCE = Duration.ofMillis(300);

    /** Stopping the intake ends a long poll, or an idle connection, at once. */
    @Test
    protected void stopIntakeEndsALongPoll() throws Exception {
        PlatformAdapter adapter = adapter();
        AdapterCall serve = serve(adapter);
        awaitConnected();

        adapter.stopIntake();

        serve.returns(quick());
        adapter.stopIntake();
    }

    /** Stopping the intake ends an answer that stalls halfway. */
    @Test
    protected void stopIntakeEndsAnAnswerThatStalls() throws Exception {
        assertStopIntakeEnds(new Fault.Stall(Optional.empty()));
    }

    /** Stopping the intake ends the wait for a server that no longer responds. */
    @Test
    protected void stopIntakeEndsAHalfOpenConnection() throws Exception {
        assertStopIntakeEnds(new Fault.HalfOpen());
    }

    private void assertStopIntakeEnds(Fault fault) throws InterruptedException {
        fake.user("ann").says("hello");
        String id = onIntake(fault);
        PlatformAdapter adapter = adapter();
        AdapterCall serve = serve(adapter);
        awaitInjected(id);

        adapter.stopIntake();

        serve.returns(quick());
    }

    /** A {@code serve} that is called after the intake was stopped does not start. */
    @Test
    protected void stopIntakeBeforeServeKeepsItFromBeginning() throws Exception {
        PlatformAdapter adapter = adapter();
        adapter.stopIntake();
        fake.user("ann").says("hello");

        serve(adapter).returns(quick());

        assertEquals(List.of(), context.texts());
    }

    /** Without the right to poll, which a process loses while it is paused, no request is sent. */
    @Test
    protected void withoutTheRightToPollItEnds() throws Exception {
        PlatformAdapter adapter = adapter();
        context.endRightToPoll();
        fake.user("ann").says("hello");

        serve(adapter).returns(quick());

        assertEquals(List.of(), context.texts());
        assertEquals(0, context.contacts());
    }

    /** Serving ends at an interrupt, the gateway's last resort. */
    @Test
    protected void anInterruptEndsServe() throws Exception {
        AdapterCall serve = serve(adapter());
        awaitConnected();

        serve.interrupt();

        serve.throwing(InterruptedException.class, quick());
    }

    /** Sending ends at an interrupt. */
    @Test
    protected void anInterruptEndsSend() throws Exception {
        PlatformAdapter adapter = connected();
        AdapterCall send = stuckSend(adapter);

        send.interrupt();

        send.throwing(InterruptedException.class, quick());
    }

    /** A disconnect ends a send in progress, which then does not report success. */
    @Test
    protected void disconnectEndsASendThatIsStuck() throws Exception {
        PlatformAdapter adapter = connected();
        AdapterCall send = stuckSend(adapter);

        disconnect(adapter);

        send.throwing(PlatformException.class, quick());
    }

    private AdapterCall stuckSend(PlatformAdapter adapter) throws InterruptedException {
        OutboundMessage answer = answer(greeting(), "stuck");
        String fault =
                fake.server().faults().add(FaultRule.on(fake.sendPath(), new Fault.HalfOpen()));
        AdapterCall send = call("send", () -> adapter.send(answer));
        awaitInjected(fault);
        return send;
    }

    /** An answer on its way when the intake is stopped arrives. */
    @Test
    protected void aSendInFlightAtTheStopOfTheIntakeArrives() throws Exception {
        PlatformAdapter adapter = connected();
        OutboundMessage answer = answer(greeting(), "in flight");
        String fault =
                fake.server()
                        .faults()
                        .add(FaultRule.on(fake.sendPath(), Fault.Hold.untilRemoved()));
        AdapterCall send = call("send", () -> adapter.send(answer));
        awaitInjected(fault);

        adapter.stopIntake();
        fake.server().faults().remove(fault);

        send.returns(timeout());
        assertEquals(1, fake.user("ann").heard().size());
    }

    /** Answers are sent after the intake was stopped, until the disconnect. */
    @Test
    protected void sendsAfterTheIntakeWasStopped() throws Exception {
        PlatformAdapter adapter = connected();
        OutboundMessage answer = answer(greeting(), "drained");

        adapter.stopIntake();

        call("send", () -> adapter.send(answer)).returns(timeout());
        assertEquals(1, fake.user("ann").heard().size());
    }

    /** A second disconnect, or one without a connection, is no error. */
    @Test
    protected void disconnectMayBeCalledTwiceAndBeforeServe() throws Exception {
        PlatformAdapter never = adapter();
        call("disconnect", () -> never.disconnect(WITHIN)).returns(timeout());
        PlatformAdapter adapter = connected();

        call("disconnect", () -> adapter.disconnect(WITHIN)).returns(timeout());
        call("disconnect", () -> adapter.disconnect(WITHIN)).returns(timeout());
    }

    /** A disconnect ends {@code serve} by itself and meets its deadline on a silent network. */
    @Test
    protected void disconnectKeepsItsDeadlineWhenTheNetworkGoesSilent() throws Exception {
        PlatformAdapter adapter = adapter();
        AdapterCall serve = serve(adapter);
        awaitConnected();
        silence();

        disconnect(adapter);

        serve.thrown(quick());
    }

    /** Lets the platform answer nothing any more, on any connection. */
    void silence() {
        for (String method : List.of("*", "WS-MESSAGE", "WS-CLOSE")) {
            fake.server()
                    .faults()
                    .add(new FaultRule(method, "*", FaultRule.ALWAYS, new Fault.HalfOpen()));
        }
    }

    /** A disconnect meets its deadline while answers stall halfway, on polls and on sends. */
    @Test
    protected void disconnectKeepsItsDeadlineWhileAnswersStall() throws Exception {
        PlatformAdapter adapter = connected();
        greeting();
        OutboundMessage answer = answer(context.messages().get(0), "stalls");
        fake.server().faults().add(FaultRule.on("*", new Fault.Stall(Optional.empty())));
        AdapterCall send = call("send", () -> adapter.send(answer));
        fake.user("ann").says("is half delivered");

        disconnect(adapter);

        send.thrown(quick());
    }

    private void disconnect(PlatformAdapter adapter) throws InterruptedException {
        call("disconnect", () -> adapter.disconnect(WITHIN))
                .thrown(WITHIN.plus(quick()))
                .filter(thrown -> !(thrown instanceof PlatformException))
                .ifPresent(thrown -> fail("disconnect threw " + thrown, thrown));
    }

    /** After a disconnect has returned, nothing is delivered, even if people go on writing. */
    @Test
    protected void nothingIsDeliveredAfterDisconnect() throws Exception {
        PlatformAdapter adapter = connected();
        greeting();
        disconnect(adapter);
        int delivered = context.deliveries().size();

        fake.user("ann").says("too late");

        Await.holdsWithin(ABSENCE, () -> context.deliveries().size() > delivered);
        assertEquals(
                delivered,
                context.deliveries().size(),
                () -> "deliveries after disconnect: " + context.texts());
        serving(adapter());
        awaitTexts(context, "too late");
    }

    /** No thread of the adapter outlives it. */
    @Test
    protected void leavesNoThreadBehind() throws Exception {
        ThreadLeakCheck before = ThreadLeakCheck.now();
        PlatformAdapter adapter = connected();
        adapter.send(answer(greeting(), "hello"));
        disconnect(adapter);

        eventually(
                "no thread of the adapter",
                quick(),
                () -> before.newThreads().isEmpty(),
                before::newThreads);
    }

    /** No socket of the adapter outlives it, as seen by the platform. */
    @Test
    protected void leavesNoSocketBehind() throws Exception {
        PlatformAdapter adapter = connected();
        adapter.send(answer(greeting(), "hello"));
        disconnect(adapter);

        awaitNoOpenConnection(quick());
        assertTrue(!fake.server().connections().isEmpty(), "the platform saw connections");
    }

    /** Adds a fault to the call that receives messages. */
    String onIntake(Fault fault) {
        return fake.server().faults().add(FaultRule.on(fake.intakePath(), fault));
    }
}
