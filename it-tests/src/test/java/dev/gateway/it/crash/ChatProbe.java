package dev.gateway.it.crash;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.weixin.FakeWeixin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One user on each platform who sends the next text only after the last one was answered: enough
 * messages are in flight at any time that every step of a message occurs, and never more. Not
 * thread-safe.
 */
final class ChatProbe {

    private static final String NAME = "mama";

    private final Map<FakePlatform, List<SentMessage>> said = new LinkedHashMap<>();

    ChatProbe(List<FakePlatform> platforms) {
        platforms.forEach(platform -> said.put(platform, new ArrayList<>()));
    }

    /** Sends a text for each user whose last text was answered. */
    void sendNext() {
        said.forEach(
                (platform, words) -> {
                    if (words.isEmpty() || isAnswered(last(words))) {
                        words.add(platform.user(NAME).says("<" + words.size() + ">"));
                    }
                });
    }

    /** Sends another text for each user, answered or not. */
    void sendMore() {
        said.forEach(
                (platform, words) -> words.add(platform.user(NAME).says("<" + words.size() + ">")));
    }

    /** Fails if a text of a user was first answered before an earlier one. */
    void expectOrder() {
        said.forEach(
                (platform, words) -> {
                    for (int i = 1; i < words.size(); i++) {
                        if (firstAnswer(words.get(i)) < firstAnswer(words.get(i - 1))) {
                            throw new ExpectationFailedException(
                                    "%s: %s was answered before %s"
                                            .formatted(
                                                    platform.type(),
                                                    words.get(i).text(),
                                                    words.get(i - 1).text()));
                        }
                    }
                });
    }

    private static long firstAnswer(SentMessage word) {
        return word.ledgerMessage().answers().get(0).nanos();
    }

    /** Sends a file as a user on Weixin; it needs no answer. */
    void sendFile() {
        said.keySet().stream()
                .filter(FakeWeixin.class::isInstance)
                .map(FakeWeixin.class::cast)
                .forEach(weixin -> weixin.user("papa").sendsFile("a.txt", new byte[] {1, 2, 3}));
    }

    /** Sends a long text in two parts as a user on Weixin; it needs no answer. */
    void sendCutText() {
        said.keySet().stream()
                .filter(FakeWeixin.class::isInstance)
                .map(platform -> platform.user("papa"))
                .forEach(
                        papa -> {
                            papa.says("x".repeat(4096));
                            papa.says("the rest");
                        });
    }

    /** Writes as an unknown person, on each platform; no handler may see it. */
    void strangerWrites() {
        said.keySet().forEach(platform -> platform.user("stranger").says("let me in"));
    }

    boolean allAnswered() {
        return said.values().stream()
                .flatMap(List::stream)
                .allMatch(word -> !word.answers().isEmpty());
    }

    /** Waits until every text is answered; the evidence is told if one is not. */
    void awaitAnswers(Duration limit, Supplier<String> evidence) throws InterruptedException {
        Await.until(
                this::allAnswered,
                limit,
                () -> "lost: " + unanswered() + " after " + limit + "; " + evidence.get());
    }

    int words() {
        return said.values().stream().mapToInt(List::size).sum();
    }

    /** Returns the number of surplus answers on a platform. */
    int duplicates(FakePlatform platform) {
        return said.get(platform).stream()
                .mapToInt(word -> Math.max(0, word.answers().size() - 1))
                .sum();
    }

    private List<String> unanswered() {
        List<String> words = new ArrayList<>();
        said.forEach(
                (platform, all) ->
                        all.stream()
                                .filter(word -> word.answers().isEmpty())
                                .forEach(
                                        word ->
                                                words.add(
                                                        platform.type()
                                                                + " "
                                                                + word.text()
                                                                + " delivered "
                                                                + word.ledgerMessage()
                                                                        .deliveries()
                                                                        .size()
                                                                + " times")));
        return words;
    }

    private static boolean isAnswered(SentMessage word) {
        return !word.answers().isEmpty();
    }

    private static SentMessage last(List<SentMessage> words) {
        return words.get(words.size() - 1);
    }
}
