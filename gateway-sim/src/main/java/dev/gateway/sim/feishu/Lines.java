package dev.gateway.sim.feishu;

import dev.gateway.sim.referee.Referee;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** The long connections of all apps. Guarded by the platform's lock. */
final class Lines {

    private static final int GONE_KEPT = 1000;

    private final Object lock;
    private final FeishuOptions options;
    private final Referee referee;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final List<Line> lines = new ArrayList<>();
    private BiConsumer<Line, WireFrame> answered = (line, frame) -> {};

    Lines(Object lock, FeishuOptions options, Referee referee) {
        this.lock = lock;
        this.options = options;
        this.referee = referee;
    }

    /** Who is told of the clients' answers to events. */
    void onAnswer(BiConsumer<Line, WireFrame> listener) {
        answered = listener;
    }

    /** A connection that counts from its handshake on. */
    Line newLine(App app) {
        var line = new Line[1];
        line[0] =
                new Line(
                        lock,
                        app,
                        options,
                        referee,
                        (from, frame) -> answered.accept(from, frame),
                        () -> remember(line[0]));
        return line[0];
    }

    private void remember(Line line) {
        lines.add(line);
        if (lines.size() > GONE_KEPT) {
            lines.removeIf(old -> !old.occupied());
        }
    }

    /** How many connections the platform counts for an app. */
    int occupied(App app) {
        return Math.toIntExact(of(app).stream().filter(Line::occupied).count());
    }

    /** The connection that gets an event: one at random, maybe one that is gone. */
    Optional<Line> anyOf(App app) {
        List<Line> all = of(app).stream().filter(Line::occupied).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    /** The connections of an app in the order in which they were opened, also those gone. */
    List<Line> of(App app) {
        return lines.stream().filter(line -> line.app() == app).toList();
    }

    /** The connections of an app that are open. */
    List<Line> live(App app) {
        return of(app).stream().filter(Line::live).toList();
    }
}
