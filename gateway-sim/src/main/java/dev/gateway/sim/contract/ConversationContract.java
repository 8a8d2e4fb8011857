package dev.gateway.sim.contract;

import static dev.gateway.sim.contract.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.SenderKind;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The checks of the facts by which the gateway decides who may talk and what is meant for the bot,
 * and of what concerns one conversation alone.
 */
abstract class ConversationContract extends SplittingContract {

    /** A person has one id, which no other person has. */
    @Test
    protected void knowsAPersonAgain() throws Exception {
        connected();
        fake.user("ann").says("one");
        fake.user("ann").says("two");
        fake.user("bob").says("three");

        String ann = received("one").sender();
        assertEquals(ann, received("two").sender());
        assertNotEquals(ann, received("three").sender());
    }

    /** A person has the same id in a group as in a private chat. */
    @Test
    protected void knowsAPersonAgainInAGroup() throws Exception {
        VirtualUser member = abilities().member("ann");
        connected();
        fake.user("ann").says("in private");
        abilities().address(member, "in the group");

        assertEquals(received("in private").sender(), received("in the group").sender());
    }

    /** The messages of a group's members belong to one conversation, which gets the answer. */
    @Test
    protected void aGroupIsOneConversationOfSeveralPeople() throws Exception {
        VirtualUser ann = abilities().member("ann");
        VirtualUser bob = abilities().member("bob");
        PlatformAdapter adapter = connected();
        abilities().address(ann, "from ann");
        abilities().address(bob, "from bob");
        InboundMessage first = received("from ann");
        InboundMessage second = received("from bob");

        assertFalse(first.direct(), "a group is not direct");
        assertEquals(first.conversation(), second.conversation());
        assertNotEquals(first.sender(), second.sender());

        adapter.send(answer(first, "hello all"));

        assertTrue(
                bob.heard().stream().anyMatch(message -> message.text().contains("hello all")),
                () -> "in the group: " + bob.heard());
    }

    /** A remark in a group is told apart from a message to the bot. */
    @Test
    protected void tellsWhatIsAddressedToTheBot() throws Exception {
        VirtualUser ann = abilities().member("ann");
        connected();
        abilities().remark(ann, "dinner at seven");
        abilities().address(ann, "what time is it");

        assertTrue(received("what time is it").addressed(), "addressed");
        assertFalse(
                find("dinner at seven").filter(InboundMessage::addressed).isPresent(),
                "a remark counts as addressed");
    }

    /** The message of another bot is no person's. */
    @Test
    protected void tellsBotsFromPeople() throws Exception {
        VirtualUser robot = abilities().otherBot("robot");
        VirtualUser ann = abilities().member("ann");
        connected();
        abilities().address(robot, "I am a robot");
        abilities().address(ann, "I am a person");

        assertEquals(SenderKind.PERSON, received("I am a person").context().senderKind());
        assertFalse(
                find("I am a robot")
                        .filter(said -> said.context().senderKind() == SenderKind.PERSON)
                        .isPresent(),
                "a bot counts as a person");
    }

    /** A limit of one conversation makes the others wait for nothing. */
    @Test
    protected void aLimitOfOneConversationIsToldAsSuch() throws Exception {
        Fault limit = abilities().limitOfOneConversation();
        PlatformAdapter adapter = connected();
        OutboundMessage answer = answer(greeting(), "hello");
        fake.server().faults().add(FaultRule.on(fake.sendPath(), limit));

        PlatformException.Throttled throttled =
                call("send", () -> adapter.send(answer))
                        .throwing(PlatformException.Throttled.class, timeout());

        assertNotEquals(PlatformException.Scope.ACCOUNT, throttled.scope());
    }

    /** A person sees that the bot types. */
    @Test
    protected void showsThatItTypes() throws Exception {
        VirtualUser ann = fake.user("ann");
        abilities().typing(ann);
        PlatformAdapter adapter = connected();
        InboundMessage greeting = greeting();

        typing(adapter, greeting, true).returns(timeout());

        eventually(
                "a sign of typing",
                timeout(),
                () -> !abilities().typing(ann).isEmpty(),
                () -> "none");
        typing(adapter, greeting, false).returns(timeout());
    }

    /** Typing that the platform does not show harms nothing. */
    @Test
    protected void aFailureOfTypingIsSilent() throws Exception {
        PlatformAdapter adapter = connected();
        InboundMessage greeting = greeting();
        fake.server().faults().add(FaultRule.on("*", Fault.Answer.status(500, "no")));

        typing(adapter, greeting, true).returns(timeout());
        typing(adapter, greeting, false).returns(timeout());
    }

    private AdapterCall typing(PlatformAdapter adapter, InboundMessage message, boolean on) {
        return call(
                "typing", () -> adapter.typing(message.conversation(), message.replyContext(), on));
    }

    private InboundMessage received(String text) throws InterruptedException {
        eventually(
                text + " accepted",
                timeout(),
                () -> find(text).isPresent(),
                () -> context.texts() + ", failures " + failures);
        return find(text).orElseThrow();
    }

    private Optional<InboundMessage> find(String text) {
        return context.messages().stream().filter(one -> one.text().contains(text)).findFirst();
    }
}
