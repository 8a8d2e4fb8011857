package dev.gateway.core.control;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The hand-over that a restart asks for, once the successor stands by: the running gateway is told
 * that it is a restart, is sent SIGTERM, and passes the home and its tokens on. It may finish its
 * messages afterwards, and it goes on if the successor fails. Used by one thread, once, with the
 * takeover lock held.
 */
public final class InstanceHandover {

    private static final long POLL_MILLIS = 10;

    /** The time for the old process to end after it has passed everything on. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(2);

    /** The time in which a gateway whose successor is gone says so. */
    private static final Duration DECISION = Duration.ofSeconds(15);

    private final GatewayHome home;
    private final HostServices host;
    private final long successor;
    private final EventFileReader trail;
    private boolean passed;
    private Optional<String> failure = Optional.empty();

    /**
     * Creates a hand-over to the process {@code successor}, which waits for the home.
     *
     * @param trail reader of the home's events, from the present end
     */
    public InstanceHandover(
            GatewayHome home, HostServices host, long successor, EventFileReader trail) {
        this.home = home;
        this.host = host;
        this.successor = successor;
        this.trail = trail;
    }

    /** The result of a hand-over. */
    public sealed interface Outcome {

        /** No process held the home: the successor has it. */
        record NotRunning() implements Outcome {}

        /** The old process has passed everything on, and still finishes its messages. */
        record Passed(long pid) implements Outcome {}

        /** The old process has ended by itself. */
        record Ended(long pid) implements Outcome {}

        /** The old process kept the home beyond its budget and was killed. */
        record Killed(long pid) implements Outcome {}

        /** The successor failed, and the old process goes on; {@code why} is for the operator. */
        record GoesOn(long pid, String why) implements Outcome {}

        /** The old process could not be asked, or does not end; {@code why} has the next step. */
        record Failed(String why) implements Outcome {}
    }

    /**
     * Asks the running gateway and waits until it has passed everything on, or has ended.
     *
     * @param limit asked on each round; a gateway that still holds the home after it is killed
     */
    public Outcome run(Supplier<Duration> limit, InstanceStopper.Progress progress)
            throws InterruptedException {
        InstanceView view = InstanceView.of(home, host.probe(), host.holders());
        Optional<ProcessIdentity> holder = view.holder();
        if (holder.isEmpty()) {
            return view.lock().isHeld()
                    ? new Outcome.Failed(
                            OperatorMessages.alreadyRunning(home, view.namedPid())
                                    + OperatorMessages.outOfReach())
                    : new Outcome.NotRunning();
        }
        ProcessIdentity old = holder.get();
        if (old.pid() == successor) {
            return new Outcome.NotRunning();
        }
        try {
            ProcessIdentity self = ProcessIdentity.of(host.probe(), host.probe().self());
            new HandoverRequest(self, Optional.of(successor)).write(home);
        } catch (IOException e) {
            return new Outcome.Failed(
                    "Cannot write %s: %s. The old gateway goes on."
                            .formatted(home.handoverRequest(), e.getMessage()));
        }
        try {
            return ask(old, limit, progress);
        } finally {
            removeRequest();
        }
    }

    private Outcome ask(
            ProcessIdentity old, Supplier<Duration> limit, InstanceStopper.Progress progress)
            throws InterruptedException {
        long began = System.nanoTime();
        var unheard = new UnheardStopCheck(home, old, host.probe());
        if (!host.signals().terminate(old) && old.isAlive(host.probe())) {
            return new Outcome.Failed(
                    "No permission to stop gateway (PID %d). Restart it as the user who started it."
                            .formatted(old.pid()));
        }
        progress.onSignalSent(old.pid());
        Optional<Deadline> decision = Optional.empty();
        while (true) {
            // Read before the events: the last events of a dying process count.
            boolean alive = old.isAlive(host.probe());
            readTrail(old);
            if (failure.isPresent()) {
                return new Outcome.GoesOn(old.pid(), failure.get());
            }
            if (!alive) {
                return new Outcome.Ended(old.pid());
            }
            if (passed) {
                return awaitLastSteps(old, progress, began);
            }
            if (!host.probe().state(successor).isAlive()) {
                decision = decision.or(() -> Optional.of(Deadline.after(DECISION)));
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
            progress.onWait(elapsed);
            if (decision.filter(Deadline::isExpired).isPresent()) {
                return new Outcome.Failed(
                        "The successor (PID %d) is gone, and the old gateway (PID %d) stops; see 'gateway status'."
                                .formatted(successor, old.pid()));
            }
            if (unheard.shouldRepeat()) {
                host.signals().terminate(old);
            }
            if (elapsed.compareTo(limit.get()) > 0) {
                return killHolder(old, progress);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private void readTrail(ProcessIdentity old) {
        long pidInTrail = host.probe().innerPid(old.pid());
        for (RecordedEvent event : trail.poll()) {
            if (event.pid() != pidInTrail) {
                continue;
            }
            if (event.is(EventType.OUTGOING)) {
                passed = true;
            } else if (event.is(EventType.HANDOVER_FAILED)) {
                failure = Optional.of(event.text(EventField.REASON));
            }
        }
    }

    private Outcome awaitLastSteps(
            ProcessIdentity old, InstanceStopper.Progress progress, long began)
            throws InterruptedException {
        Deadline deadline = Deadline.after(LAST_STEPS);
        while (old.isAlive(host.probe()) && !deadline.isExpired()) {
            progress.onWait(Duration.ofNanos(System.nanoTime() - began));
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return old.isAlive(host.probe())
                ? new Outcome.Passed(old.pid())
                : new Outcome.Ended(old.pid());
    }

    /** Kills the old process only if the home is still its own: else its successor sees to it. */
    private Outcome killHolder(ProcessIdentity old, InstanceStopper.Progress progress)
            throws InterruptedException {
        if (!holdsHome(old)) {
            return new Outcome.Passed(old.pid());
        }
        progress.onMessage("Its whole budget has passed; killing PID %d.".formatted(old.pid()));
        host.signals().kill(old);
        Deadline deadline = Deadline.after(InstanceStopper.KILL_TIMEOUT);
        while (old.isAlive(host.probe())) {
            if (deadline.isExpired()) {
                return new Outcome.Failed(
                        "Gateway (PID %d) does not end even after SIGKILL; look at it with 'ps -o pid,stat,wchan -p %d'."
                                .formatted(old.pid(), old.pid()));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return new Outcome.Killed(old.pid());
    }

    private boolean holdsHome(ProcessIdentity old) {
        return InstanceView.of(home, host.probe(), host.holders())
                .holder()
                .filter(now -> now.matches(old))
                .isPresent();
    }

    private void removeRequest() {
        try {
            HandoverRequest.remove(home);
        } catch (IOException e) {
            // Void once this process has ended, and removed by the next restart.
        }
    }
}
