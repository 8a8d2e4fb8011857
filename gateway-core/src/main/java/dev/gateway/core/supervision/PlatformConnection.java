package dev.gateway.core.supervision;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One adapter of a platform and the lease it polls under. It is offered for sending while the lease
 * is valid, which is computed at each use, and after its session was ended in order; an adapter
 * whose lease was lost is offered no more. No exception of the adapter leaves it, except those of
 * serving. Thread-safe.
 */
final class PlatformConnection {

    /**
     * The time after which a serving thread is interrupted; it should end within 100 ms after its
     * intake was stopped.
     */
    static final Duration SERVING_GRACE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(PlatformConnection.class);

    private final String name;
    private final PlatformAdapter adapter;
    private final JournalPlatformContext context;
    private final BooleanSupplier leased;
    private final EventStream events;
    private final AtomicBoolean intakeEnded = new AtomicBoolean();
    private final AtomicReference<Deadline> servingEnd = new AtomicReference<>();
    private volatile boolean sessionEnded;

    PlatformConnection(
            String name,
            PlatformAdapter adapter,
            JournalPlatformContext context,
            BooleanSupplier leased,
            EventStream events) {
        this.name = name;
        this.adapter = adapter;
        this.context = context;
        this.leased = leased;
        this.events = events;
    }

    /** Returns the adapter if it may be used now. */
    Optional<PlatformAdapter> usable() {
        return sessionEnded || isLeased() ? Optional.of(adapter) : Optional.empty();
    }

    /** Returns the adapter, whether it may be used or not. */
    PlatformAdapter adapter() {
        return adapter;
    }

    /** Returns whether the adapter sends after the end of its session. */
    boolean sendsAfterSession() {
        return adapter.sendsAfterSession();
    }

    /** Returns whether it may poll. */
    boolean isLeased() {
        return leased.getAsBoolean();
    }

    /** Returns whether it serves on although its intake was told to stop a while ago. */
    boolean isOverdue() {
        Deadline end = servingEnd.get();
        return end != null && end.isExpired();
    }

    void serve() throws PlatformException, InterruptedException {
        adapter.serve();
    }

    void stopIntake() {
        servingEnd.compareAndSet(null, Deadline.after(SERVING_GRACE));
        try {
            adapter.stopIntake();
        } catch (RuntimeException | Error e) {
            LOG.warn("{}: stopping its intake failed", name, e);
        }
    }

    /** Reports that it polls no more, once. */
    void reportIntakeEnd() {
        if (!intakeEnded.getAndSet(true)) {
            events.publish(EventType.intakeEnded(name));
        }
    }

    /** Ends the session that polls; the adapter stays usable for sending. */
    void endSession(Duration within) throws InterruptedException {
        try {
            adapter.endSession(within);
        } catch (PlatformException | RuntimeException | Error e) {
            LOG.warn("{}: the end of its session failed: {}", name, e.getMessage(), e);
        }
        sessionEnded = true;
        close();
    }

    void disconnect(Duration within) throws InterruptedException {
        try {
            adapter.disconnect(within);
        } catch (PlatformException | RuntimeException | Error e) {
            LOG.warn("{}: disconnect failed: {}", name, e.getMessage(), e);
        }
    }

    /** Stores nothing more, whatever the adapter does. */
    void close() {
        context.close();
    }
}
