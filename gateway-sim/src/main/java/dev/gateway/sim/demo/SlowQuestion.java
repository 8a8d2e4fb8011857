package dev.gateway.sim.demo;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.referee.LedgerMessage;
import dev.gateway.sim.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The question that a handler thinks about while the gateway is restarted.
 *
 * @param platform the type of its platform
 * @param message the question
 */
record SlowQuestion(String platform, SentMessage message) {

    /** Asks it. */
    static SlowQuestion ask(FakePlatform platform) {
        return new SlowQuestion(platform.type(), platform.user("oma").says(DemoHandler.QUESTION));
    }

    /** Returns whether there is an answer. */
    boolean isAnswered() {
        return !message.answers().isEmpty();
    }

    /** Returns whether it was answered, and once. */
    boolean good() {
        return message.answers().size() == 1;
    }

    /** Returns the outcome as one line of text. */
    Timeline.Finding finding() {
        LedgerMessage seen = message.ledgerMessage();
        List<LedgerMessage.Answer> answers = seen.answers();
        String fate =
                answers.isEmpty()
                        ? "never answered"
                        : String.format(
                                Locale.ROOT,
                                "answered %s, after %.1f s",
                                answers.size() == 1 ? "once" : answers.size() + " times",
                                Duration.ofNanos(answers.get(0).nanos() - seen.saidNanos())
                                                .toMillis()
                                        / 1_000.0);
        return new Timeline.Finding(
                good(),
                "A question that was being thought about at the restart, on %s: %s"
                        .formatted(platform, fate));
    }
}
