package dev.gateway.sim.demo;

import dev.gateway.sim.chat.Chatter;
import dev.gateway.sim.chat.ChatterCount;
import dev.gateway.sim.chat.FakePlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two people on each platform who chat all the time, and somebody who asks now and then. */
final class Crowd implements AutoCloseable {

    private static final List<String> NAMES = List.of("mama", "papa");
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Map<FakePlatform, List<Chatter>> chatters = new LinkedHashMap<>();

    /** They begin at once, whether there is a gateway or not. */
    static Crowd on(List<FakePlatform> platforms) {
        Crowd crowd = new Crowd();
        for (FakePlatform platform : platforms) {
            List<Chatter> here = new ArrayList<>();
            NAMES.forEach(name -> here.add(Chatter.start(platform.user(name), PAUSE)));
            crowd.chatters.put(platform, here);
        }
        return crowd;
    }

    static String manner() {
        return String.join(" and ", NAMES)
                + " say something there every "
                + PAUSE.toMillis()
                + " ms";
    }

    /** What became so far of what was said on a platform. */
    ChatterCount count(FakePlatform platform) {
        int sent = 0;
        int answered = 0;
        int duplicated = 0;
        Duration slowest = Duration.ZERO;
        for (Chatter chatter : chatters.get(platform)) {
            ChatterCount one = chatter.count();
            sent += one.sent();
            answered += one.answered();
            duplicated += one.duplicated();
            slowest = one.slowest().compareTo(slowest) > 0 ? one.slowest() : slowest;
        }
        return new ChatterCount(sent, answered, sent - answered, duplicated, slowest);
    }

    /** The same for all platforms, in a few words. */
    String soFar() {
        List<ChatterCount> counts = chatters.keySet().stream().map(this::count).toList();
        return "%d said, %d answered"
                .formatted(
                        counts.stream().mapToInt(ChatterCount::sent).sum(),
                        counts.stream().mapToInt(ChatterCount::answered).sum());
    }

    /** They stop, and wait for what is still to come, but no longer than this. */
    void fallSilent(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (Chatter chatter : all()) {
            chatter.stop();
        }
        for (Chatter chatter : all()) {
            chatter.awaitAnswers(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    private List<Chatter> all() {
        return chatters.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() {
        all().forEach(Chatter::close);
    }
}
