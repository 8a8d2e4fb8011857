package dev.gateway.sim.contract;

import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.server.Fault;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * The abilities of a fake platform beyond texts in private chats, for the checks that need them.
 * Each is skipped by default: a check that needs it is reported as skipped with that reason.
 */
public interface FakeAbilities {

    /** Lets a person send a file. */
    default SentMessage sendFile(VirtualUser person, String name, byte[] content) {
        throw lacks("people who send files");
    }

    /** Returns the path, or a pattern for the paths, of the call that loads a received file. */
    default String filePath() {
        throw lacks("a path of received files");
    }

    /** Returns the person of this name as a member of a group with the first bot. */
    default VirtualUser member(String name) {
        throw lacks("groups");
    }

    /** Returns another bot in the group of {@link #member}. */
    default VirtualUser otherBot(String name) {
        throw lacks("other bots in groups");
    }

    /** Lets a member address the bot in the group. */
    default SentMessage address(VirtualUser member, String text) {
        throw lacks("members who address the bot");
    }

    /** Lets a member say something in the group that does not address the bot. */
    default SentMessage remark(VirtualUser member, String text) {
        throw lacks("members who do not address the bot");
    }

    /** Returns each sign of typing that the person saw, in order. */
    default List<String> typing(VirtualUser person) {
        throw lacks("people who see that the bot types");
    }

    /** Returns the platform's answer to a send that exceeds the limit of one conversation. */
    default Fault limitOfOneConversation() {
        throw lacks("a limit of one conversation");
    }

    private static TestAbortedException lacks(String what) {
        return new TestAbortedException("The fixture names no " + what + ".");
    }
}
