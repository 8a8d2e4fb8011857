package dev.gateway.sim.demo;

import dev.gateway.core.time.Deadline;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.chat.ChatStats;
import dev.gateway.sim.chat.FakePlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The users of the demo: two on each platform who chat all the time, and a third who asks now and
 * then.
 */
final class DemoUsers implements AutoCloseable {

    private static final List<String> NAMES = List.of("mama", "papa");
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Map<FakePlatform, List<ChatGenerator>> generators = new LinkedHashMap<>();

    /** Starts the users, with or without a gateway. */
    static DemoUsers on(List<FakePlatform> platforms) {
        DemoUsers users = new DemoUsers();
        for (FakePlatform platform : platforms) {
            List<ChatGenerator> here = new ArrayList<>();
            NAMES.forEach(name -> here.add(ChatGenerator.start(platform.user(name), PAUSE)));
            users.generators.put(platform, here);
        }
        return users;
    }

    static String manner() {
        return String.join(" and ", NAMES)
                + " say something there every "
                + PAUSE.toMillis()
                + " ms";
    }

    /** Returns the counts of messages on a platform so far. */
    ChatStats count(FakePlatform platform) {
        int sent = 0;
        int answered = 0;
        int duplicated = 0;
        Duration slowest = Duration.ZERO;
        for (ChatGenerator generator : generators.get(platform)) {
            ChatStats one = generator.count();
            sent += one.sent();
            answered += one.answered();
            duplicated += one.duplicated();
            slowest = one.slowest().compareTo(slowest) > 0 ? one.slowest() : slowest;
        }
        return new ChatStats(sent, answered, sent - answered, duplicated, slowest);
    }

    /** Returns the counts of all platforms as text. */
    String soFar() {
        List<ChatStats> counts = generators.keySet().stream().map(this::count).toList();
        return "%d said, %d answered"
                .formatted(
                        counts.stream().mapToInt(ChatStats::sent).sum(),
                        counts.stream().mapToInt(ChatStats::answered).sum());
    }

    /** Stops the users and waits for their outstanding answers, up to the limit. */
    void stopAndDrain(Duration limit) throws InterruptedException {
        Deadline deadline = Deadline.after(limit);
        for (ChatGenerator generator : all()) {
            generator.stop();
        }
        for (ChatGenerator generator : all()) {
            generator.awaitAnswers(deadline.remaining());
        }
    }

    private List<ChatGenerator> all() {
        return generators.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() {
        all().forEach(ChatGenerator::close);
    }
}
