package dev.gateway.sim.contract;

import static dev.gateway.sim.contract.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The checks of failures: each is reported by the right exception, without a secret, and survived.
 */
abstract class FailureContract extends SessionEndContract {

    private static final Duration WAIT = Duration.ofSeconds(7);
    private static final long HUGE = 64L << 20;

    /** Another process polls with the same token. Not applicable where a platform allows that. */
    @Test
    protected void aSecondPollerIsReportedAsConflict() throws Exception {
        AdapterCall first = serve(adapter());
        awaitConnected();
        PlatformAdapter other = adapter(newContext());
        AdapterCall second = serve(other);

        eventually(
                "one of two pollers ends",
                timeout(),
                () -> first.isOver() || second.isOver(),
                () -> "both go on");
        AdapterCall loser = first.isOver() ? first : second;
        PlatformException.Conflict conflict =
                loser.throwing(PlatformException.Conflict.class, quick());
        assertHelps(conflict);
    }

    /**
     * On polls: the platform's waiting time is passed on, and the adapter sends no request before
     * it is over.
     */
    @Test
    protected void aThrottledPollSaysHowLongToWait() throws Exception {
        String fault = onIntake(new Fault.Answer(fake.throttled(WAIT)));

        PlatformException.Throttled throttled =
                serve(adapter()).throwing(PlatformException.Throttled.class, timeout());

        assertEquals(WAIT, throttled.retryAfter());
        assertEquals(1, fake.server().faults().injectedCount(fault), "calls after the refusal");
    }

    /**
     * On sends: the platform's waiting time is passed on, and the adapter sends no request before
     * it is over.
     */
    @Test
    protected void aThrottledSendSaysHowLongToWait() throws Exception {
        PlatformAdapter adapter = connected();
        OutboundMessage answer = answer(greeting(), "hello");
        String fault = onSend(new Fault.Answer(fake.throttled(WAIT)));

        PlatformException.Throttled throttled =
                call("send", () -> adapter.send(answer))
                        .throwing(PlatformException.Throttled.class, timeout());

        assertEquals(WAIT, throttled.retryAfter());
        assertEquals(1, fake.server().faults().injectedCount(fault), "calls after the refusal");
    }

    /**
     * An invalid token: the operator is told what to do, and the adapter never reports that it is
     * connected.
     */
    @Test
    protected void worthlessCredentialsAreReportedAsSuch() throws Exception {
        fake.revoke(token());

        Throwable thrown = serve(adapter()).throwing(PlatformException.class, timeout());

        if (!(thrown instanceof PlatformException.Rejected)
                && !(thrown instanceof PlatformException.Expired)) {
            fail("expected Rejected or Expired, not " + thrown, thrown);
        }
        assertHelps((PlatformException) thrown);
        assertEquals(0, context.contacts(), "contacts with a worthless token");
    }

    /** A truncated answer has the effect of a lost one. */
    @Test
    protected void aMalformedAnswerIsSurvived() throws Exception {
        assertSurvived(new Fault.MalformedJson());
    }

    /** An answer larger than any sensible one is not read into memory. */
    @Test
    protected void anOversizedAnswerIsSurvived() throws Exception {
        assertSurvived(new Fault.OversizedJson(HUGE));
    }

    /** A proxy in front of the platform has no server behind it. */
    @Test
    protected void aBadGatewayIsSurvived() throws Exception {
        assertSurvived(Fault.Answer.status(502, "<html>Bad Gateway</html>"));
    }

    /** A connection is reset before its answer. */
    @Test
    protected void aResetIsSurvived() throws Exception {
        assertSurvived(new Fault.Reset(false));
    }

    private void assertSurvived(Fault fault) throws Exception {
        String id = onIntake(fault);
        PlatformAdapter adapter = adapter();

        serve(adapter).throwing(PlatformException.Unreachable.class, timeout());

        fake.server().faults().remove(id);
        serving(adapter);
        fake.user("ann").says("are you back?");
        awaitTexts(context, "are you back?");
    }

    /** The platform becomes unreachable in normal operation and comes back. */
    @Test
    protected void comesBackAfterThePlatformWasAway() throws Exception {
        connected();
        fake.server().crash();
        eventually("a failure", timeout(), () -> !failures.isEmpty(), () -> "none");
        fake.user("ann").says("are you back?");

        fake.server().listen();

        awaitTexts(context, "are you back?");
        failures.forEach(
                failure -> {
                    if (!(failure instanceof PlatformException.Unreachable)) {
                        fail("expected Unreachable, not " + failure, failure);
                    }
                });
    }

    /** A message that was not sent for a temporary reason can be sent later. */
    @Test
    protected void aSendThatFailsCanBeRepeated() throws Exception {
        PlatformAdapter adapter = connected();
        OutboundMessage answer = answer(greeting(), "hello");
        for (Fault fault :
                List.of(
                        Fault.Answer.status(502, "<html>Bad Gateway</html>"),
                        new Fault.Reset(false),
                        new Fault.MalformedJson())) {
            String id = onSend(fault);
            call("send", () -> adapter.send(answer))
                    .throwing(PlatformException.Unreachable.class, timeout());
            fake.server().faults().remove(id);
        }

        adapter.send(answer);

        assertEquals(1, fake.user("ann").heard().size());
    }

    /** Whatever fails, no secret appears, even if the platform itself repeats one in its answer. */
    @Test
    protected void secretsAppearNeitherInExceptionsNorInTheLog() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        try (LogCapture log = LogCapture.start()) {
            PlatformAdapter adapter = connected();
            OutboundMessage answer = answer(greeting(), "hello");
            adapter.disconnect(timeout());
            for (Fault fault : faultsThatLeakSecrets()) {
                PlatformAdapter next = adapter();
                String poll = onIntake(fault);
                serve(next).thrown(timeout()).ifPresent(thrown::add);
                fake.server().faults().remove(poll);
                String send = onSend(fault);
                call("send", () -> next.send(answer)).thrown(timeout()).ifPresent(thrown::add);
                fake.server().faults().remove(send);
                next.disconnect(timeout());
            }
            fake.server().crash();
            serve(adapter()).thrown(timeout()).ifPresent(thrown::add);
            assertFalse(secrets().isEmpty(), "the options hold a secret");
            SecretScan secretScan = new SecretScan(secrets());
            thrown.forEach(secretScan::check);
            log.lines().forEach(line -> secretScan.check("the log", line));
        }
        assertTrue(thrown.size() > faultsThatLeakSecrets().size(), "there were enough failures");
    }

    private List<Fault> faultsThatLeakSecrets() {
        String secret = String.join(" ", secrets());
        List<Fault> faults = new ArrayList<>();
        for (int status : new int[] {200, 400, 401, 403, 404, 500}) {
            faults.add(Fault.Answer.status(status, "no: " + secret));
            faults.add(
                    Fault.Answer.status(
                            status,
                            "{\"ok\":false,\"error_code\":%d,\"ret\":-5,\"code\":5,\"description\":\"%s\",\"errmsg\":\"%s\",\"msg\":\"%s\"}"
                                    .formatted(status, secret, secret, secret)));
        }
        faults.add(new Fault.Reset(false));
        faults.add(new Fault.MalformedJson());
        return faults;
    }

    private static void assertHelps(PlatformException thrown) {
        assertFalse(
                thrown.remedy().orElse("").isBlank(),
                () -> "a remedy that says what a person can do: " + thrown);
        assertFalse(thrown.getMessage().contains("\n"), "one line");
    }

    private String onSend(Fault fault) {
        return fake.server().faults().add(FaultRule.on(fake.sendPath(), fault));
    }
}
