package dev.gateway.core.lifecycle;

import dev.gateway.core.control.SuccessorLock;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.session.KnownSession;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.session.SessionRegistry;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hand-over of a home to a process that waits for it, while this one goes on polling, handling
 * and sending: the home is released, and comes back if no process gets ready in it. Used by the
 * thread of the gateway, which a further stop request interrupts.
 */
final class Handover {

    /** The wait for a successor that lives but is not ready. */
    static final Duration READY_WAIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private static final long POLL_MILLIS = 2;

    /** The pause between two looks whether the home is free again, which cost more. */
    private static final Duration FREE_CHECK = Duration.ofMillis(30);

    /** The time for a waiting process to be woken by the kernel and to acquire the home. */
    private static final Duration WAKE_TIME = Duration.ofSeconds(2);

    private final GatewaySetup setup;
    private final StopRequest stop;
    private final HomeOwnership entry;
    private final HolderDuties duties;
    private final BooleanSupplier mayOverlap;
    private boolean impossible;
    private boolean tried;

    /**
     * Creates a hand-over that has not begun.
     *
     * @param mayOverlap tells whether the present config allows handlers in two processes
     */
    Handover(
            GatewaySetup setup,
            HomeOwnership entry,
            HolderDuties duties,
            BooleanSupplier mayOverlap) {
        this.setup = setup;
        this.stop = setup.stop();
        this.entry = entry;
        this.duties = duties;
        this.mayOverlap = mayOverlap;
    }

    /** Returns whether this stop may pass the home on, if a process waits for it. */
    boolean isAllowed() {
        return !impossible
                && mayOverlap.getAsBoolean()
                && !stop.isShortened()
                && stop.code() == ExitCode.OK
                && entry.isOurs();
    }

    /** Returns whether a process waits that can have the home now. */
    boolean isWanted() {
        return isAllowed() && SuccessorLock.isHeld(setup.home());
    }

    /**
     * Passes the home on and waits until the successor is able to work.
     *
     * @param endsWithin the time in which this process ends, for a successor that hears no more of
     *     it
     * @return whether the home is another process's; else this one has it as before
     */
    boolean passOn(Duration endsWithin) {
        GatewayHome home = setup.home();
        try {
            if (!duties.rest()) {
                impossible = true;
                return false;
            }
        } catch (InterruptedException e) {
            duties.resume();
            return false; // A further request: nothing is passed on any more.
        }
        SessionRegistry sessions = entry.sessions();
        Set<SessionId> before =
                sessions.others().stream().map(KnownSession::id).collect(Collectors.toSet());
        tried = true;
        setup.events().publish(EventType.handoverStarted(waiter(home)));
        entry.passOn(endsWithin);
        if (awaitSuccessor(home, sessions, before)) {
            return true;
        }
        duties.resume();
        return false;
    }

    /**
     * Returns whether the successor of a restart, which does not have the home, failed: the home
     * came back from it, or it is gone. One that lives and cannot work beside this process waits
     * for the end of it.
     */
    boolean hasFailed(Optional<Long> successor) {
        boolean cameBack = tried;
        tried = false;
        return cameBack
                || successor
                        .filter(pid -> !setup.machine().probe().state(pid).isAlive())
                        .isPresent();
    }

    private Optional<Long> waiter(GatewayHome home) {
        var machine = setup.machine();
        return InstanceView.of(home, machine.probe(), machine.holders()).waiters().stream()
                .findFirst();
    }

    /** Returns false once the home is this process's again. */
    private boolean awaitSuccessor(
            GatewayHome home, SessionRegistry sessions, Set<SessionId> before) {
        Deadline deadline = Deadline.after(READY_WAIT);
        Deadline woken = Deadline.after(WAKE_TIME);
        Deadline nextCheck = Deadline.after(FREE_CHECK);
        while (true) {
            boolean ready =
                    sessions.others().stream()
                            .filter(each -> !before.contains(each.id()))
                            .anyMatch(each -> each.isReady() && !sessions.hasEnded(each.id()));
            if (ready) {
                return true;
            }
            boolean over = deadline.isExpired() || stop.isShortened();
            if (over || nextCheck.isExpired()) {
                nextCheck = Deadline.after(FREE_CHECK);
                // The kernel wakes a waiter, which then has to ask again: it comes first.
                boolean left = over || woken.isExpired() || !SuccessorLock.isHeld(home);
                if (left && takeBack()) {
                    return false;
                }
            }
            if (over) {
                LOG.warn("The successor has the home, but is not able to work yet.");
                return true;
            }
            pause();
        }
    }

    private boolean takeBack() {
        try {
            return entry.takeBack();
        } catch (InterruptedException e) {
            return false; // A further request, which the next look applies.
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            // A further stop request: the next look applies it.
        }
    }
}
