package dev.gateway.core.lifecycle;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.session.KnownSession;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.session.SessionRecord;
import dev.gateway.core.session.SessionRegistry;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The care of a home's holder for the processes that have passed the home on and finish their
 * messages: it waits for them, ends those that outlive their own end, and removes what they leave.
 * Has a thread {@code outgoing} while there are some. Thread-safe.
 */
final class OutgoingSessions {

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingSessions.class);

    private static final long POLL_MILLIS = 50;

    /** The time beyond its own end after which such a process is killed. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private final SessionRegistry registry;
    private final HostServices machine;
    private final EventStream events;
    private final Duration unsaid;
    private final Map<SessionId, Care> lasting = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /**
     * Creates the care, which has not begun.
     *
     * @param unsaid the time for a process that did not say when it ends
     */
    OutgoingSessions(
            SessionRegistry registry, HostServices machine, EventStream events, Duration unsaid) {
        this.registry = registry;
        this.machine = machine;
        this.events = events;
        this.unsaid = unsaid;
    }

    /** A process that is waited for. */
    private static final class Care {

        private Optional<SessionRecord> record = Optional.empty();
        private Deadline end;
        private boolean killed;

        private Optional<ProcessIdentity> process() {
            return record.map(SessionRecord::process);
        }
    }

    /**
     * Begins with the sessions that last: the home is this process's, so all of them have passed it
     * on. None comes later. To be called before the journal is opened, whose lock one that stands
     * still could keep.
     */
    void start() {
        registry.living().forEach(each -> lasting.put(each.id(), new Care()));
        if (!lasting.isEmpty()) {
            lookAfterAll();
            DaemonThreads.single("outgoing").newThread(this::run).start();
        }
    }

    /** Removes what ended sessions left; the journal has taken back what they held. */
    void removeEnded() {
        for (KnownSession each : registry.others()) {
            if (!lasting.containsKey(each.id())) {
                registry.removeEnded(each.id());
            }
        }
    }

    /** Returns whether there is none left. */
    boolean isEmpty() {
        return lasting.isEmpty();
    }

    /** Passes on that a stop is to be short. */
    void shorten() {
        lasting.values().forEach(each -> each.process().ifPresent(machine.signals()::terminate));
    }

    /** Ends the care; the next holder of the home takes it up. */
    void stop() {
        stopped = true;
    }

    private void run() {
        while (!stopped && !lasting.isEmpty()) {
            try {
                lookAfterAll();
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("Cannot look after the processes that finish their messages", e);
            }
        }
    }

    private void lookAfterAll() {
        lasting.forEach(this::lookAfter);
    }

    private void lookAfter(SessionId id, Care care) {
        // By its process, too: a person may have removed its files.
        if (registry.hasEnded(id, care.process())) {
            // It removes its files itself, unless it did not get to it.
            boolean left = registry.others().stream().anyMatch(each -> each.id().equals(id));
            registry.removeEnded(id);
            lasting.remove(id);
            String how = care.killed ? "killed" : left ? "died" : "ended";
            care.process()
                    .ifPresent(old -> events.publish(EventType.outgoingEnded(old.pid(), how)));
            return;
        }
        Optional<SessionRecord> now = registry.record(id);
        boolean changed =
                now.isPresent()
                        && !now.flatMap(SessionRecord::endsWithin)
                                .equals(care.record.flatMap(SessionRecord::endsWithin));
        if (now.isPresent()) {
            care.record = now;
        }
        if (care.end == null || changed) {
            Duration within = care.record.flatMap(SessionRecord::endsWithin).orElse(unsaid);
            care.end = Deadline.after(within.plus(MARGIN));
        }
        if (care.end.isExpired() && !care.killed) {
            care.killed = true;
            care.process().ifPresent(this::kill);
        }
    }

    private void kill(ProcessIdentity old) {
        LOG.warn(
                "The old process (PID {}) outlived its end by {}; killing it.",
                old.pid(),
                DurationFormat.rounded(MARGIN));
        if (!machine.signals().kill(old) && old.isAlive(machine.probe())) {
            LOG.warn("PID {} cannot be killed from here.", old.pid());
        }
    }
}
