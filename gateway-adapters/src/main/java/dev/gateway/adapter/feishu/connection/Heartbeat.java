package dev.gateway.adapter.feishu.connection;

import dev.gateway.core.time.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * The schedule of pings and the detection of overdue pongs. A connection whose other end vanished
 * looks healthy for ever; only a missing pong reveals it. Times are those of {@link
 * System#nanoTime()}. Thread-safe.
 *
 * <p>The interval is the operator's if given, else the platform's, but short enough for two pongs
 * within the time for which a pong counts as contact: otherwise a healthy connection would count as
 * lost between them.
 */
final class Heartbeat {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final ConnectionSettings settings;
    private ClientConfig config;
    private long nextPing;
    private Optional<Long> pongDue = Optional.empty();

    /** Creates a heartbeat whose first ping is due at once. */
    Heartbeat(ConnectionSettings settings, ClientConfig config, long now) {
        this.settings = settings;
        this.config = config;
        this.nextPing = now;
    }

    /** Returns the client config received last. */
    synchronized ClientConfig config() {
        return config;
    }

    synchronized boolean pingDue(long now) {
        return now - nextPing >= 0;
    }

    synchronized void onPingSent(long now) {
        nextPing = now + interval().toNanos();
        if (pongDue.isEmpty()) {
            pongDue = Optional.of(now + pongTimeout().toNanos());
        }
    }

    /** Records a pong and the client config in it. */
    synchronized void onPong(ClientConfig asked, long now) {
        config = asked;
        pongDue = Optional.empty();
        nextPing = Math.min(nextPing - now, interval().toNanos()) + now;
    }

    synchronized boolean pongOverdue(long now) {
        return pongDue.filter(due -> now - due >= 0).isPresent();
    }

    /** Returns the time until the next action. */
    synchronized Duration idle(long now) {
        long next = pongDue.map(due -> Math.min(due - now, nextPing - now)).orElse(nextPing - now);
        return Duration.ofNanos(Math.max(0, next));
    }

    Duration pongTimeout() {
        return settings.pongTimeout()
                .orElseGet(() -> Durations.min(interval().multipliedBy(2), LONGEST_WAIT));
    }

    private Duration interval() {
        Duration wanted = settings.pingInterval().orElse(config.pingInterval());
        Duration visible = settings.contactTimeout().dividedBy(2);
        boolean tooLong = settings.pingInterval().isEmpty() && wanted.compareTo(visible) > 0;
        return tooLong ? visible : wanted;
    }
}
