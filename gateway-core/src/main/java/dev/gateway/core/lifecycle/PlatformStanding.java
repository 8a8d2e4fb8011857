package dev.gateway.core.lifecycle;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.PlatformState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The state of one platform and its changes, each published once. Thread-safe. A contact makes it
 * connected; only a contact does, so "connected" always means that the platform answered lately.
 */
final class PlatformStanding {

    private static final Set<PlatformState> GONE =
            EnumSet.of(PlatformState.DISCONNECTED, PlatformState.ABANDONED, PlatformState.DISABLED);

    private static final Set<PlatformState> LEAVING =
            EnumSet.of(
                    PlatformState.DISCONNECTING,
                    PlatformState.DISCONNECTED,
                    PlatformState.ABANDONED,
                    PlatformState.DISABLED);

    private final String name;
    private final String type;
    private final Clock clock;
    private final EventStream events;
    private PlatformState state;
    private Instant since;
    private Instant lastContact;
    private Long tokenHolder;
    private String error;

    PlatformStanding(
            String name, String type, PlatformState first, Clock clock, EventStream events) {
        this.name = name;
        this.type = type;
        this.clock = clock;
        this.events = events;
        this.state = first;
        this.since = clock.instant();
    }

    /**
     * Moves to {@code next}; once it leaves, only later steps of leaving count, and one that was
     * abandoned stays so, whatever its adapter does later.
     */
    void become(PlatformState next, String why) {
        synchronized (this) {
            if (GONE.contains(state) || LEAVING.contains(state) && !LEAVING.contains(next)) {
                return;
            }
            boolean news = next != state || (why != null && !why.equals(error));
            if (next != state) {
                state = next;
                since = clock.instant();
            }
            error = why;
            if (!news) {
                return;
            }
        }
        events.publish(
                EventType.PLATFORM_STATE_CHANGED,
                "platform",
                name,
                "type",
                type,
                "state",
                next.wireName(),
                "error",
                why);
    }

    /** A poll or pong succeeded; returns whether that made it connected. */
    boolean contact() {
        boolean news;
        synchronized (this) {
            lastContact = clock.instant();
            news = state != PlatformState.CONNECTED && !LEAVING.contains(state);
        }
        if (news) {
            become(PlatformState.CONNECTED, null);
        }
        return news;
    }

    /**
     * Connected, but silent for longer than allowed? Then it is not connected.
     *
     * @return whether that is news
     */
    boolean expireContact(Duration limit) {
        boolean silent;
        synchronized (this) {
            silent =
                    state == PlatformState.CONNECTED
                            && lastContact != null
                            && lastContact.plus(limit).isBefore(clock.instant());
        }
        if (silent) {
            become(
                    PlatformState.RETRYING,
                    "no answer from the platform for %d s".formatted(limit.toSeconds()));
        }
        return silent;
    }

    synchronized void tokenHolder(Optional<Long> pid) {
        tokenHolder = pid.orElse(null);
    }

    synchronized PlatformState state() {
        return state;
    }

    synchronized PlatformStatus status() {
        return new PlatformStatus(
                name,
                type,
                state,
                since,
                Optional.ofNullable(lastContact),
                Optional.ofNullable(tokenHolder),
                Optional.ofNullable(error));
    }
}
