package dev.gateway.sim.tryout;

import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One user's private chat with the bot on one platform: the texts without an answer, and the bot's
 * messages. Thread-safe.
 */
final class PrivateChat {

    private static final String PERSON = "you";

    private final String platform;
    private final VirtualUser user;
    private final List<SentMessage> unanswered = new ArrayList<>();
    private int heard;

    PrivateChat(FakePlatform platform) {
        this.platform = platform.type();
        user = platform.user(PERSON);
    }

    /** Returns the type of the platform. */
    String platform() {
        return platform;
    }

    /** Sends a text to the bot. */
    synchronized void say(String text) {
        unanswered.add(user.says(text));
    }

    /** Returns the bot's messages since the last call, in order. */
    synchronized List<BotMessage> newAnswers() {
        List<BotMessage> all = user.heard();
        List<BotMessage> fresh = List.copyOf(all.subList(heard, all.size()));
        heard = all.size();
        fresh.forEach(this::settle);
        return fresh;
    }

    /** Returns the texts without an answer. */
    synchronized List<String> unanswered() {
        return unanswered.stream().map(SentMessage::text).toList();
    }

    /** Removes the answered text. An answer that names no message answers the oldest one. */
    private void settle(BotMessage answer) {
        Optional<String> meant = answer.answers();
        if (meant.isPresent()) {
            unanswered.removeIf(sent -> sent.id().equals(meant.get()));
        } else if (!unanswered.isEmpty()) {
            unanswered.remove(0);
        }
    }
}
