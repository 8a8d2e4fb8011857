package dev.gateway.core.control;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessSignals;
import dev.gateway.core.session.KnownSession;
import dev.gateway.core.session.SessionRecord;
import dev.gateway.core.session.SessionRegistry;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes that have passed a home on and finish their messages, for a stop, which ends them
 * too. A process counts by its session's lock; only those are signalled.
 */
final class OutgoingProcesses {

    /** The time between the end of a session and that of its process, on a busy machine. */
    private static final Duration END_TIME = Duration.ofSeconds(2);

    private static final long POLL_MILLIS = 10;

    private final SessionRegistry sessions;
    private final ProcessProbe probe;
    private final ProcessSignals signals;

    OutgoingProcesses(GatewayHome home, ProcessProbe probe, ProcessSignals signals) {
        this.sessions = new SessionRegistry(home.sessions(), probe);
        this.probe = probe;
        this.signals = signals;
    }

    /** Returns those that live. */
    List<ProcessIdentity> living() {
        return sessions.living().stream()
                .filter(KnownSession::isOutgoing)
                .flatMap(session -> session.record().stream())
                .map(SessionRecord::process)
                .filter(process -> process.isAlive(probe))
                .toList();
    }

    /** Waits a moment for processes whose sessions have ended: they end shortly afterwards. */
    void awaitEnd(List<ProcessIdentity> processes) throws InterruptedException {
        Deadline deadline = Deadline.after(END_TIME);
        while (processes.stream().anyMatch(each -> each.isAlive(probe)) && !deadline.isExpired()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Has each of them end soon: they have been asked to stop before. */
    void shorten() {
        living().forEach(signals::terminate);
    }

    /** Kills those that live. */
    void kill() {
        living().forEach(signals::kill);
    }
}
