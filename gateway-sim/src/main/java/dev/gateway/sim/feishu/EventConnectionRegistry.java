package dev.gateway.sim.feishu;

import dev.gateway.sim.feishu.protocol.WireFrame;
import dev.gateway.sim.referee.Referee;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** The long connections of all apps. Guarded by the platform's lock. */
final class EventConnectionRegistry {

    private static final int MAX_CONNECTIONS_KEPT = 1000;

    private final Object lock;
    private final FeishuOptions options;
    private final Referee referee;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final List<EventConnection> connections = new ArrayList<>();
    private BiConsumer<EventConnection, WireFrame> answered = (connection, frame) -> {};

    EventConnectionRegistry(Object lock, FeishuOptions options, Referee referee) {
        this.lock = lock;
        this.options = options;
        this.referee = referee;
    }

    /** Sets the listener for the clients' answers to events. */
    void onAnswer(BiConsumer<EventConnection, WireFrame> listener) {
        answered = listener;
    }

    /** Creates a connection; it counts from its handshake on. */
    EventConnection open(FeishuApp app) {
        var connection = new EventConnection[1];
        connection[0] =
                new EventConnection(
                        lock,
                        app,
                        options,
                        referee,
                        (from, frame) -> answered.accept(from, frame),
                        () -> remember(connection[0]));
        return connection[0];
    }

    private void remember(EventConnection connection) {
        connections.add(connection);
        if (connections.size() > MAX_CONNECTIONS_KEPT) {
            connections.removeIf(old -> !old.occupied());
        }
    }

    /** Returns the number of connections that the platform counts for an app. */
    int occupied(FeishuApp app) {
        return Math.toIntExact(of(app).stream().filter(EventConnection::occupied).count());
    }

    /** Returns a connection for an event: a random one, possibly one whose client is gone. */
    Optional<EventConnection> anyOf(FeishuApp app) {
        List<EventConnection> all = of(app).stream().filter(EventConnection::occupied).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    /**
     * Returns the connections of an app in the order in which they were opened, including ended
     * ones.
     */
    List<EventConnection> of(FeishuApp app) {
        return connections.stream().filter(connection -> connection.app() == app).toList();
    }

    /** Returns the open connections of an app. */
    List<EventConnection> live(FeishuApp app) {
        return of(app).stream().filter(EventConnection::live).toList();
    }
}
