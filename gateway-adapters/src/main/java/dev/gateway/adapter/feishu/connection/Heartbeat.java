package dev.gateway.adapter.feishu.connection;

import dev.gateway.core.time.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * When to ping, and when a pong is overdue. A connection whose other end is gone without a word
 * looks healthy for ever; only a missing pong tells. Times are those of {@link System#nanoTime()}.
 * Thread-safe.
 *
 * <p>The interval is the operator's if given, else the platform's, but short enough that two pongs
 * fall into the time for which a pong counts as contact: else a healthy connection would count as
 * lost between them.
 */
final class Heartbeat {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final ConnectionSettings settings;
    private ClientConfig config;
    private long nextPing;
    private Optional<Long> pongDue = Optional.empty();

    /** A heartbeat whose first ping is due at once. */
    Heartbeat(ConnectionSettings settings, ClientConfig config, long now) {
        this.settings = settings;
        this.config = config;
        this.nextPing = now;
    }

    /** What the platform asks for by now. */
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

    /** A pong came, with what the platform asks for from now on. */
    synchronized void onPong(ClientConfig asked, long now) {
        config = asked;
        pongDue = Optional.empty();
        nextPing = Math.min(nextPing - now, interval().toNanos()) + now;
    }

    synchronized boolean pongOverdue(long now) {
        return pongDue.filter(due -> now - due >= 0).isPresent();
    }

    /** How long nothing has to be done. */
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
