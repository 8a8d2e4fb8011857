package dev.gateway.core.supervision;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.PlatformStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The state machine of one platform; publishes each change once. Thread-safe. Only a contact leads
 * to "connected", so that the state always means a recent answer of the platform.
 */
final class PlatformStateTracker {

    private static final Set<PlatformState> ENDED =
            EnumSet.of(PlatformState.DISCONNECTED, PlatformState.ABANDONED, PlatformState.DISABLED);

    private static final Set<PlatformState> LEAVING =
            EnumSet.of(
                    PlatformState.DISCONNECTING,
                    PlatformState.DISCONNECTED,
                    PlatformState.ABANDONED,
                    PlatformState.DISABLED);

    private static final Duration BACK_PRESSURE_AFTER = Duration.ofSeconds(5);
    private static final String BACK_PRESSURE =
            "back-pressure: takes no more until the handler has done some of those that wait";

    private final String name;
    private final String type;
    private final Clock clock;
    private final Clock monotonic;
    private final EventStream events;
    private PlatformState state;
    private Instant since;
    private Instant lastContact;
    private Instant lastContactMonotonic;
    private Instant deliveringSince;
    private Long tokenHolder;
    private String error;

    /**
     * Creates a tracker in the state {@code first}.
     *
     * @param clock the source of the times shown
     * @param monotonic the source of the times compared
     */
    PlatformStateTracker(
            String name,
            String type,
            PlatformState first,
            Clock clock,
            Clock monotonic,
            EventStream events) {
        this.name = name;
        this.type = type;
        this.clock = clock;
        this.monotonic = monotonic;
        this.events = events;
        this.state = first;
        this.since = clock.instant();
    }

    /**
     * Changes to {@code next}. After the start of a disconnect only later states of the disconnect
     * are accepted, and ABANDONED is final, whatever the adapter does later.
     */
    void transitionTo(PlatformState next, String why) {
        synchronized (this) {
            if (ENDED.contains(state) || LEAVING.contains(state) && !LEAVING.contains(next)) {
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
                EventType.platformStateChanged(
                        name, type, next.wireName(), Optional.ofNullable(why)));
    }

    /** Records a successful poll or pong; returns whether the platform became connected by it. */
    boolean contact() {
        boolean news;
        synchronized (this) {
            lastContact = clock.instant();
            lastContactMonotonic = monotonic.instant();
            news = state != PlatformState.CONNECTED && !LEAVING.contains(state);
        }
        if (news) {
            transitionTo(PlatformState.CONNECTED, null);
        }
        return news;
    }

    /**
     * Records the start of storing a batch: the gateway, not the platform, causes the silence
     * meanwhile.
     */
    synchronized void beginStoring() {
        deliveringSince = monotonic.instant();
    }

    /** Records that the batch is stored or refused: the platform may be silent again. */
    void endStoring() {
        boolean waited;
        synchronized (this) {
            deliveringSince = null;
            lastContactMonotonic = lastContactMonotonic == null ? null : monotonic.instant();
            waited = BACK_PRESSURE.equals(error);
        }
        if (waited) {
            transitionTo(PlatformState.CONNECTED, null);
        }
    }

    /**
     * Changes a connected platform that was silent for longer than {@code limit} to another state.
     * A platform that waits for room in the journal stays connected, with a text that explains its
     * silence.
     *
     * @return whether the platform is silent
     */
    boolean expireContact(Duration limit) {
        boolean silent;
        boolean waits;
        synchronized (this) {
            Instant now = monotonic.instant();
            boolean connected = state == PlatformState.CONNECTED && lastContactMonotonic != null;
            waits =
                    connected
                            && deliveringSince != null
                            && deliveringSince.plus(BACK_PRESSURE_AFTER).isBefore(now);
            silent =
                    connected
                            && deliveringSince == null
                            && lastContactMonotonic.plus(limit).isBefore(now);
        }
        if (waits) {
            transitionTo(PlatformState.CONNECTED, BACK_PRESSURE);
        }
        if (silent) {
            transitionTo(
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
