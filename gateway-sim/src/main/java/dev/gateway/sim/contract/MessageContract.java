package dev.gateway.sim.contract;

import static dev.gateway.sim.contract.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The checks of messages in and out: each arrives, in order, and is confirmed when it is stored,
 * not before.
 */
abstract class MessageContract extends ContractFixture {

    private static final Duration DISCONNECT = Duration.ofSeconds(5);

    /**
     * The adapter serves without further calls, and reports a successful poll or pong by {@code
     * contact}.
     */
    @Test
    protected void connectsAndTellsOfContact() throws Exception {
        connected();

        assertEquals(List.of(), failures);
    }

    /** A person's message arrives complete, with the address for an answer. */
    @Test
    protected void receivesWhatAPersonSays() throws Exception {
        connected();
        fake.user("ann").says("hello");
        fake.user("ann").says("hello");
        fake.user("bob").says("naïve 🙂 {\"a\":1}");

        eventually(
                "three messages",
                timeout(),
                () -> context.messages().size() == 3,
                () -> context.texts() + ", failures " + failures);
        List<InboundMessage> ann = from("hello");
        List<InboundMessage> bob = from("naïve 🙂 {\"a\":1}");
        assertEquals(2, ann.size(), "the same text sent twice is two messages");
        assertEquals(1, bob.size(), "the text as it was sent");
        assertEquals(ann.get(0).conversation(), ann.get(1).conversation());
        assertFalse(ann.get(0).conversation().equals(bob.get(0).conversation()));
        assertTrue(ann.get(0).direct(), "a private chat is direct");
        assertFalse(ann.get(0).sender().isEmpty(), "a sender");
    }

    /** An answer reaches the person whose message it answers. */
    @Test
    protected void sendsAnswersToWhoAsked() throws Exception {
        PlatformAdapter adapter = connected();
        SentMessage sent = fake.user("ann").says("hello");
        awaitTexts(context, "hello");

        adapter.send(answer(context.messages().get(0), "You said: hello"));

        assertEquals("You said: hello", sent.awaitAnswer(timeout()));
        assertEquals(1, fake.user("ann").heard().size());
        assertEquals(0, fake.user("bob").heard().size());
    }

    /** A long text is sent in few parts, and the platform accepts each. */
    @Test
    protected void sendsALongTextInPieces() throws Exception {
        PlatformAdapter adapter = connected();
        InboundMessage greeting = greeting();
        String text = "All work and no play makes a long text. ".repeat(200).strip();
        List<String> pieces = adapter.split(text);

        for (String piece : pieces) {
            adapter.send(answer(greeting, piece));
        }

        VirtualUser ann = fake.user("ann");
        eventually(
                pieces.size() + " pieces",
                timeout(),
                () -> ann.heard().size() == pieces.size(),
                () -> ann.heard().size());
        String heard = String.join(" ", ann.heard().stream().map(BotMessage::text).toList());
        assertEquals(text.replaceAll("\\s+", ""), heard.replaceAll("\\s+", ""));
        assertFalse(adapter.split("").isEmpty(), "split is never empty");
    }

    /** Messages of one conversation arrive in the order in which they were sent. */
    @Test
    protected void keepsTheOrderWithinAConversation() throws Exception {
        List<String> said = new ArrayList<>();
        context.letWait();
        connected();
        say(said, 0, 1);
        eventually("a batch that waits", timeout(), () -> context.waiting() > 0, () -> failures);
        say(said, 1, 30);
        context.acceptAgain();
        say(said, 30, 60);

        assertInOrder(said);
    }

    /**
     * Messages sent before the adapter was connected arrive in the order in which they were sent.
     */
    @Test
    protected void keepsTheOrderOfWhatWasSaidBefore() throws Exception {
        List<String> said = new ArrayList<>();
        say(said, 0, 30);
        connected();

        assertInOrder(said);
    }

    private void assertInOrder(List<String> said) throws InterruptedException {
        eventually(
                "all messages",
                timeout(),
                () -> context.messages().size() == 2 * said.size(),
                () -> context.texts() + ", failures " + failures);
        assertEquals(
                said, context.texts().stream().filter(text -> text.startsWith("ann")).toList());
    }

    private void say(List<String> said, int from, int to) {
        for (int i = from; i < to; i++) {
            said.add("ann " + i);
            fake.user("ann").says("ann " + i);
            fake.user("bob").says("bob " + i);
        }
    }

    /**
     * A new adapter continues from the stored cursor, even if its predecessor did not confirm it to
     * the platform: no message arrives twice, none is lost. A platform without a cursor may repeat
     * unacknowledged messages, with the same {@code dedupKey}.
     */
    @Test
    protected void aSuccessorGoesOnBehindWhatWasStored() throws Exception {
        FaultRule halfOpen = FaultRule.on(fake.intakePath(), new Fault.HalfOpen());
        context.beforeAccept(() -> fake.server().faults().add(halfOpen));
        PlatformAdapter first = adapter();
        AdapterCall serving = serving(first);
        fake.user("ann").says("one");
        awaitTexts(context, "one");
        first.disconnect(DISCONNECT);
        serving.returns(timeout());
        // A poll that the platform reads only after the fault is gone would confirm.
        awaitNoOpenConnection(timeout());
        context.beforeAccept(() -> {});
        fake.server().faults().clear();
        fake.user("ann").says("two");

        serving(adapter());

        awaitTexts(context, "two");
        List<InboundMessage> received =
                context.cursor().isPresent() ? context.deliveries() : context.messages();
        assertEquals(List.of("one", "two"), received.stream().map(InboundMessage::text).toList());
    }

    /**
     * A message that could not be stored ends {@code serve} and is delivered again to a successor.
     */
    @Test
    protected void whatWasNotAcceptedIsNotConfirmed() throws Exception {
        context.refuse();
        fake.user("ann").says("keep this");
        PlatformAdapter first = adapter();

        serve(first).throwing(PlatformException.NotAccepted.class, timeout());

        first.disconnect(DISCONNECT);
        context.acceptAgain();
        serving(adapter());
        awaitTexts(context, "keep this");
    }

    /** A message that could not be stored is delivered again to the same adapter. */
    @Test
    protected void whatWasNotAcceptedComesAgain() throws Exception {
        context.refuse();
        fake.user("ann").says("keep this");
        serving(adapter());
        eventually("a refusal", timeout(), () -> context.refused() > 0, () -> failures);

        context.acceptAgain();

        awaitTexts(context, "keep this");
    }

    /**
     * An interrupt while the adapter waits for the gateway: the message is not stored, so it is not
     * confirmed.
     */
    @Test
    protected void whatWaitedInVainIsNotConfirmed() throws Exception {
        context.letWait();
        fake.user("ann").says("keep this");
        PlatformAdapter first = adapter();
        AdapterCall serve = serve(first);
        eventually("a batch that waits", timeout(), () -> context.waiting() > 0, () -> failures);

        serve.interrupt();

        serve.throwing(InterruptedException.class, quick());
        first.disconnect(DISCONNECT);
        context.acceptAgain();
        serving(adapter());
        awaitTexts(context, "keep this");
    }

    /**
     * The platform's answer is lost, and a successor sends the same message again: the person sees
     * it once. Not applicable where a platform has no key for that.
     */
    @Test
    protected void theSameMessageSentAgainAppearsOnce() throws Exception {
        PlatformAdapter first = connected();
        OutboundMessage answer = answer(greeting(), "once");
        fake.server().faults().add(FaultRule.on(fake.sendPath(), new Fault.Reset(true)).times(1));

        call("send", () -> first.send(answer))
                .throwing(PlatformException.Unreachable.class, timeout());
        first.disconnect(DISCONNECT);
        adapter().send(answer);

        assertEquals(
                List.of("once"), fake.user("ann").heard().stream().map(BotMessage::text).toList());
    }

    private List<InboundMessage> from(String text) {
        return context.messages().stream().filter(m -> m.text().equals(text)).toList();
    }
}
