package dev.gateway.cli.run;

import dev.gateway.core.control.HandoverRequest;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.event.LifecycleListener;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.session.KnownSession;
import dev.gateway.core.session.SessionRegistry;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.systemd.MainProcessReporter;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A restart inside a systemd unit. A SIGTERM with a request to launch a successor is no stop: this
 * process serves on until the successor stands by, and only then passes the home on as after any
 * restart. It stays the main process of the unit until the successor is ready, and its end would be
 * the end of all processes of the unit; from then on the end of the successor is.
 *
 * <p>A SIGTERM without a request is a stop. It ends a successor that does not stand by yet, and one
 * that already takes over; in the latter case this process hands over to the end, since the
 * successor's own stop waits for it. Thread-safe.
 */
final class UnitHandover implements LifecycleListener, BooleanSupplier {

    private static final Logger LOG = LoggerFactory.getLogger(UnitHandover.class);

    /** The time limit for loading, which takes well under a second on a healthy machine. */
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(60);

    private static final long POLL_MILLIS = 5;

    private final GatewayHome home;
    private final HostServices host;
    private final EventStream events;
    private final StopRequest stop;
    private final MainProcessReporter reporter;
    private final Launch launch;
    private Step step = Step.NONE;
    private UnitSuccessor successor;
    private volatile boolean serving;

    private enum Step {
        NONE,
        LAUNCHING,
        PASSING,
        STOPPING_BOTH,
        OVER
    }

    /** The launch of a successor. */
    @FunctionalInterface
    interface Launch {
        UnitSuccessor launch() throws IOException, InterruptedException;
    }

    UnitHandover(
            GatewayHome home,
            HostServices host,
            EventStream events,
            StopRequest stop,
            MainProcessReporter reporter,
            Launch launch) {
        this.home = home;
        this.host = host;
        this.events = events;
        this.stop = stop;
        this.reporter = reporter;
        this.launch = launch;
    }

    /** Reacts to a SIGTERM; returns whether it is no stop of this process. */
    @Override
    public boolean getAsBoolean() {
        Optional<UnitSuccessor> unwanted = Optional.empty();
        synchronized (this) {
            switch (step) {
                case NONE -> {
                    return begin();
                }
                case LAUNCHING -> {
                    step = Step.OVER;
                    unwanted = Optional.ofNullable(successor);
                }
                case PASSING -> {
                    step = Step.STOPPING_BOTH;
                    successor.terminate();
                    return true;
                }
                case STOPPING_BOTH, OVER -> {
                    return false; // It shortens what this process still does.
                }
            }
        }
        // Gone before the stop begins, which would pass the home on to one that waits for it.
        unwanted.ifPresent(UnitHandover::abandon);
        removeRequest();
        return false;
    }

    private boolean begin() {
        Optional<HandoverRequest> request =
                HandoverRequest.pending(home).filter(HandoverRequest::isSpawn);
        if (request.isEmpty() || stop.isRequested()) {
            return false;
        }
        step = Step.LAUNCHING;
        successor = null;
        var thread = new Thread(() -> handOver(request.get()), "unit-handover");
        thread.setDaemon(true);
        thread.start();
        return true;
    }

    private void handOver(HandoverRequest request) {
        LOG.info("A restart was requested; launching the successor.");
        try {
            var trail = new SuccessorTrail(home.events());
            UnitSuccessor launched = launch.launch();
            synchronized (this) {
                successor = launched;
            }
            if (awaitStandby(launched, trail) && pass(launched, request)) {
                awaitReady(launched);
            }
        } catch (UnitSuccessor.EndedAtOnceException e) {
            fail("the successor did not come up: " + e.getMessage(), Optional.of(e.code()));
        } catch (IOException e) {
            Optional.ofNullable(successor).ifPresent(UnitHandover::abandon);
            fail("the successor could not be launched: " + e.getMessage(), Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("The hand-over inside the unit failed", e);
            if (isLaunching()) { // Else the steps of this process's own stop go on with it.
                Optional.ofNullable(successor).ifPresent(UnitHandover::abandon);
                fail("internal error: " + e + "; see the log", Optional.empty());
            }
        }
    }

    /** Waits until the successor stands by. Returns false after a failure or a stop. */
    private boolean awaitStandby(UnitSuccessor launched, SuccessorTrail trail)
            throws InterruptedException {
        Deadline deadline = Deadline.after(LOAD_TIMEOUT);
        while (isLaunching() && !stop.isRequested()) {
            boolean ended = !launched.isAlive();
            trail.poll(launched.pid());
            if (trail.standsBy() && (serving || deadline.isExpired())) {
                return true; // One that does not serve yet would keep its home to the end.
            }
            if (ended) {
                Optional<Long> code = launched.exitCode();
                fail(
                        "the successor (PID %d) ended%s before it stood by%s"
                                .formatted(
                                        launched.pid(),
                                        code.map(one -> " with exit code " + one).orElse(""),
                                        trail.error()),
                        code);
                return false;
            }
            if (deadline.isExpired()) {
                launched.abandon();
                fail(
                        "the successor (PID %d) did not load within %d s"
                                .formatted(launched.pid(), LOAD_TIMEOUT.toSeconds()),
                        Optional.empty());
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        launched.abandon();
        return false;
    }

    private synchronized boolean isLaunching() {
        return step == Step.LAUNCHING;
    }

    /** Begins to pass the home on, unless a stop has been requested meanwhile. */
    private boolean pass(UnitSuccessor launched, HandoverRequest request)
            throws IOException, InterruptedException {
        boolean passing;
        synchronized (this) {
            passing = step == Step.LAUNCHING && !stop.isRequested();
            if (passing) {
                request.launched(launched.pid()).write(home);
                step = Step.PASSING;
                reporter.handOver();
                stop.request("restart");
            }
        }
        if (!passing) {
            launched.abandon();
        }
        return passing;
    }

    /** Waits until the successor is able to work; {@link #on} ends the wait in any other case. */
    private void awaitReady(UnitSuccessor launched) throws InterruptedException {
        var sessions = new SessionRegistry(home.sessions(), host.probe());
        while (isPassing()) {
            boolean ready =
                    sessions.others().stream()
                            .filter(KnownSession::isReady)
                            .flatMap(session -> session.record().stream())
                            .anyMatch(record -> record.process().matches(launched.process()));
            if (ready) {
                passOn();
                return;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private synchronized boolean isPassing() {
        return step == Step.PASSING || step == Step.STOPPING_BOTH;
    }

    /** Has systemd supervise the successor: as its parent first, then as main process. */
    private synchronized void passOn() {
        if (isPassing()) {
            step = Step.OVER;
            successor.release();
            reporter.passOn(successor.pid());
        }
    }

    @Override
    public void on(LifecycleEvent event) {
        switch (event.type()) {
            case READY -> serving = true;
            case OUTGOING -> passOn();
            case STOPPED -> passOnAtLast();
            case HANDOVER_FAILED -> takeBack();
            default -> {}
        }
    }

    /** Passes the unit on to a successor that gets the home with the end of this process. */
    private synchronized void passOnAtLast() {
        if (isPassing() && successor.isAlive()) {
            passOn();
        }
    }

    /** Goes on, or stops alone if a stop has ended the successor. */
    private void takeBack() {
        UnitSuccessor failed;
        boolean stopped;
        synchronized (this) {
            if (successor == null || step == Step.NONE) {
                return; // Its own failure, or that of another successor.
            }
            failed = successor;
            stopped = step == Step.STOPPING_BOTH;
            step = Step.NONE;
            reporter.takeBack(host.probe().self());
        }
        var thread = new Thread(() -> abandon(failed), "unit-handover");
        thread.setDaemon(true);
        thread.start();
        if (stopped) {
            stop.request("SIGTERM");
        }
    }

    private static void abandon(UnitSuccessor unwanted) {
        try {
            unwanted.abandon();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeRequest() {
        try {
            HandoverRequest.remove(home);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: {}", home.handoverRequest(), e.getMessage());
        }
    }

    /** Reports a failure before the home was touched, after which this process just goes on. */
    private void fail(String reason, Optional<Long> code) {
        synchronized (this) {
            if (step != Step.LAUNCHING) {
                return; // A stop ended it.
            }
            step = Step.NONE;
        }
        LOG.error("Not restarted: {}.", reason);
        removeRequest();
        events.publish(EventType.handoverFailed(reason, code));
    }
}
