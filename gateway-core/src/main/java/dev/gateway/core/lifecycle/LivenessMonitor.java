package dev.gateway.core.lifecycle;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.SupervisedLoop.FailureStreak;
import dev.gateway.core.shutdown.ThreadStackLogger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monitor of a running gateway's loops: checks every second that their threads exist, react
 * when woken, and do not fail repeatedly. A violation is reported at once, as a reason why the
 * gateway is degraded; if it lasts, the gateway has to end, since it would be deaf while it looks
 * healthy.
 *
 * <p>Time counts only while the monitor runs: after the process was stopped (SIGSTOP, a laptop that
 * slept) each loop gets its whole time again. Thread-safe.
 */
final class LivenessMonitor {

    /** The interval of the checks. */
    static final Duration EVERY = Duration.ofSeconds(1);

    /** The time that a slow disk may delay a loop. */
    static final Duration STANDSTILL = Duration.ofSeconds(15);

    /** The time for which a shortage of threads or memory is not worth reporting. */
    static final Duration FAILURE = Duration.ofSeconds(2);

    /** The time for which a problem may last before the gateway ends. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(LivenessMonitor.class);

    private final List<Watched> loops = new CopyOnWriteArrayList<>();
    private final Map<SupervisedLoop, Watched> passing = new HashMap<>();
    private final Supplier<List<SupervisedLoop>> others;
    private final LongSupplier nanos;
    private final Runnable changed;
    private final Consumer<String> end;
    private final SupervisedLoop own;
    private final Runnable newThread;
    private Long threadlessSince;
    private long lookedAt;
    private long now;
    private boolean told;
    private boolean ended;
    private volatile String problem;
    private volatile String stuck;

    /**
     * Creates a monitor without loops.
     *
     * @param others loops that come and go and whose rounds last as long as they like: they may
     *     neither end nor fail, but may stand still
     * @param changed called when there is a {@link #problem()}, another one, or none any more
     * @param end called once, with the reason, if the gateway cannot go on
     */
    LivenessMonitor(
            Supplier<List<SupervisedLoop>> others,
            LongSupplier nanos,
            Runnable changed,
            Consumer<String> end) {
        this(others, nanos, changed, end, LivenessMonitor::startThread);
    }

    /**
     * Creates a monitor with its own test for threads.
     *
     * @param newThread starts a thread, or throws because it cannot
     */
    LivenessMonitor(
            Supplier<List<SupervisedLoop>> others,
            LongSupplier nanos,
            Runnable changed,
            Consumer<String> end,
            Runnable newThread) {
        this.newThread = newThread;
        this.others = others;
        this.nanos = nanos;
        this.changed = changed;
        this.end = end;
        this.lookedAt = nanos.getAsLong();
        this.own = new SupervisedLoop("loop-monitor", this::round, () -> {});
    }

    /** Starts the checks. */
    void start() {
        own.start();
    }

    /** Ends the checks and the reports. */
    void stop() {
        own.stop();
        loops.clear();
        problem = null;
        stuck = null;
    }

    /** Adds a loop that has been started and reacts when it is woken. */
    void watch(SupervisedLoop loop) {
        loops.add(new Watched(loop, true));
    }

    /** Returns the problem of a loop, in one line; empty while all work. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Returns the problem like {@link #problem()}, without failures that have an external cause.
     */
    Optional<String> stuck() {
        return Optional.ofNullable(stuck);
    }

    private void round() throws InterruptedException {
        Thread.sleep(EVERY.toMillis());
        look();
    }

    /** Checks once. */
    synchronized void look() {
        long clock = nanos.getAsLong();
        now += Math.min(clock - lookedAt, 2 * EVERY.toNanos());
        lookedAt = clock;
        loops.removeIf(watched -> watched.loop.isStopped());
        List<Finding> findings = new ArrayList<>();
        for (Watched watched : loops) {
            watched.check(now).ifPresent(findings::add);
        }
        threads().ifPresent(findings::add);
        List<SupervisedLoop> present = others.get();
        passing.keySet().retainAll(Set.copyOf(present)); // A list would be searched for each.
        for (SupervisedLoop other : present) {
            passing.computeIfAbsent(other, loop -> new Watched(loop, false))
                    .check(now)
                    .ifPresent(findings::add);
        }
        String before = problem;
        stuck =
                findings.stream()
                        .filter(finding -> !finding.isExternal())
                        .map(Finding::reason)
                        .findFirst()
                        .orElse(null);
        problem = findings.isEmpty() ? null : findings.get(0).reason();
        if (problem != null && !told) {
            ThreadStackLogger.logAll(LOG);
        }
        told = problem != null;
        if (problem == null ? before != null : !problem.equals(before)) {
            changed.run();
        }
        Optional<Finding> last = findings.stream().filter(Finding::isFinal).findFirst();
        if (last.isPresent() && !ended) {
            ended = true;
            end.accept(last.get().reason());
        }
    }

    /**
     * Tests whether a thread can be started: Java needs one for each signal, so that a gateway
     * without is deaf to SIGTERM although all its loops work.
     */
    private Optional<Finding> threads() {
        try {
            newThread.run();
            threadlessSince = null;
            return Optional.empty();
        } catch (Throwable e) { // NOPMD: an OutOfMemoryError, which is what is looked for
            threadlessSince = threadlessSince == null ? now : threadlessSince;
            long since = now - threadlessSince;
            return since < FAILURE.toNanos()
                    ? Optional.empty()
                    : Optional.of(
                            new Finding(
                                    "no thread can be started: " + e.getMessage(),
                                    false,
                                    since > PATIENCE.toNanos()));
        }
    }

    private static void startThread() {
        var probe = new Thread(() -> {}, "thread-probe");
        probe.setDaemon(true);
        probe.start();
    }

    private record Finding(String reason, boolean isExternal, boolean isFinal) {}

    /** One loop and its observations. */
    private static final class Watched {

        private final SupervisedLoop loop;
        private final boolean wakes;
        private long rounds = -1;
        private long wokenAt;
        private Long failingSince;
        private Long deadSince;

        private Watched(SupervisedLoop loop, boolean wakes) {
            this.loop = loop;
            this.wakes = wakes;
        }

        Optional<Finding> check(long now) {
            if (loop.isDead()) {
                deadSince = deadSince == null ? now : deadSince;
                return found("its thread has ended", false, now - deadSince > FAILURE.toNanos());
            }
            Optional<Finding> failing = failing(now);
            return failing.isPresent() || !wakes ? failing : stateTracker(now);
        }

        private Optional<Finding> failing(long now) {
            Optional<FailureStreak> failing = loop.failureStreak();
            if (failing.isEmpty()) {
                failingSince = null;
                return Optional.empty();
            }
            failingSince = failingSince == null ? now : failingSince;
            loop.wake(); // It may only wait, and the failure may be over.
            long since = now - failingSince;
            if (since < FAILURE.toNanos()) {
                return Optional.empty();
            }
            // A failure of the disk ends when the disk is usable again.
            boolean external = failing.get().isExternal();
            return found(
                    "it fails again and again: " + failing.get().reason(),
                    external,
                    since > PATIENCE.toNanos() && !external);
        }

        private Optional<Finding> stateTracker(long now) {
            long gone = loop.rounds();
            if (gone != rounds) {
                rounds = gone;
                wokenAt = now;
                loop.wake();
                return Optional.empty();
            }
            long still = now - wokenAt;
            return still < STANDSTILL.toNanos()
                    ? Optional.empty()
                    : found(
                            "it does not move any more",
                            false,
                            still > STANDSTILL.plus(PATIENCE).toNanos());
        }

        private Optional<Finding> found(String what, boolean external, boolean isFinal) {
            return Optional.of(new Finding(loop.name() + ": " + what, external, isFinal));
        }
    }
}
