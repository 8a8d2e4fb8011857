package dev.gateway.sim.timeline;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.ObservedHome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The recorder of a run: samples homes and processes every few milliseconds, takes notes of steps
 * and faults, and creates a {@link Timeline} at any time. Thread-safe; has one thread, which ends
 * with {@link #close}.
 */
public final class RunRecorder implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration MAX_END = Duration.ofSeconds(5);

    private final List<HomeRecorder> homes = new ArrayList<>();
    private final Map<Long, ProcessRecorder> processes = new LinkedHashMap<>();
    private final Map<String, FakePlatform> platforms = new LinkedHashMap<>();
    private final Map<String, List<Mark>> faults = new LinkedHashMap<>();
    private final ClusterRecorder cluster = new ClusterRecorder();
    private final List<Step> steps = new ArrayList<>();
    private final Thread thread = new Thread(this::sampleUntilClosed, "run-recorder");
    private volatile boolean open = true;
    private volatile long origin = System.nanoTime();
    private volatile Instant started = Instant.now();

    private RunRecorder() {
        thread.setDaemon(true);
    }

    /** Starts a recorder; time counts from the first step. */
    public static RunRecorder start() {
        RunRecorder recorder = new RunRecorder();
        recorder.thread.start();
        return recorder;
    }

    /** Records a home from now on. */
    public synchronized void home(String name, ObservedHome dir) {
        homes.add(new HomeRecorder(name, dir));
    }

    /** Adds a platform, whose referee and ledger are read for the timeline. */
    public synchronized void platform(String name, FakePlatform platform) {
        platforms.put(name, platform);
    }

    /** Records a process from now on, under a name. */
    public synchronized void process(long pid, String name) {
        recorderOf(pid, System.nanoTime()).name(name);
    }

    /** Begins the next step and ends the previous one. */
    public synchronized void beginStep(String text) {
        endStep();
        if (steps.isEmpty()) {
            origin = System.nanoTime();
            started = Instant.now();
        }
        steps.add(new Step(text, System.nanoTime()));
    }

    /** Ends the last step. */
    public synchronized void endStep() {
        if (!steps.isEmpty()) {
            steps.get(steps.size() - 1).end(System.nanoTime());
        }
    }

    /** Marks a signal or another fault of a process. */
    public synchronized void mark(long pid, String label) {
        long now = System.nanoTime();
        recorderOf(pid, now)
                .mark(new Mark(since(now), SpanStyle.FAULT, label, label + " to PID " + pid));
    }

    /** Marks a fault of a platform. */
    public synchronized void platformFault(String platform, String label) {
        faults.computeIfAbsent(platform, name -> new ArrayList<>())
                .add(
                        new Mark(
                                since(System.nanoTime()),
                                SpanStyle.FAULT,
                                label,
                                platform + ": " + label));
    }

    /** Records that the shared database answers. */
    public synchronized void databaseAnswers() {
        cluster.database(System.nanoTime(), Optional.of(SpanStyle.RUNNING));
    }

    /** Records a fault of the shared database, which is gone or only stands still. */
    public synchronized void databaseFault(String label, boolean gone) {
        long now = System.nanoTime();
        cluster.mark(new Mark(since(now), SpanStyle.FAULT, label, "PostgreSQL: " + label));
        cluster.database(now, gone ? Optional.empty() : Optional.of(SpanStyle.FROZEN));
    }

    /** Records what happens to the line between a host and the shared database. */
    public synchronized void databaseLine(String host, String what) {
        cluster.mark(
                new Mark(
                        since(System.nanoTime()),
                        SpanStyle.FAULT,
                        host + " " + what,
                        "the line between " + host + " and PostgreSQL: " + what));
    }

    /** Records which process has an account, as the shared database says. */
    public synchronized void leaseHolder(String account, Optional<Long> pid) {
        cluster.holder(System.nanoTime(), account, pid);
    }

    /** Returns the time since the start of the run. */
    public Duration elapsed() {
        return since(System.nanoTime());
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(nanos - origin);
    }

    private ProcessRecorder recorderOf(long pid, long nanos) {
        return processes.computeIfAbsent(pid, number -> new ProcessRecorder(number, nanos));
    }

    /** Where there are several homes, a process without a name is called by its home. */
    private ProcessRecorder recorderOf(HomeRecorder home, long pid, long nanos) {
        ProcessRecorder process = recorderOf(pid, nanos);
        if (homes.size() > 1 && process.name().isEmpty()) {
            process.name(home.name());
        }
        return process;
    }

    private void sampleUntilClosed() {
        while (open) {
            sample();
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    private synchronized void sample() {
        long now = System.nanoTime();
        for (HomeRecorder home : homes) {
            home.sample(now).forEach(pid -> recorderOf(home, pid, now));
        }
        processes.values().forEach(process -> process.sample(now));
    }

    /** Returns the timeline so far. */
    public synchronized Timeline timeline(String title, String about) {
        TimeAxis timeAxis = new TimeAxis(origin, System.nanoTime());
        List<Lane> lanes = new ArrayList<>();
        lanes.add(new StepLaneBuilder(timeAxis).of(steps));
        HomeLaneBuilder ofHomes = new HomeLaneBuilder(timeAxis, homes, processes.values());
        lanes.addAll(ofHomes.lanes());
        lanes.addAll(cluster.lanes(timeAxis));
        PlatformLaneBuilder ofPlatforms = new PlatformLaneBuilder(timeAxis, ofHomes::nameOf);
        platforms.forEach(
                (name, platform) ->
                        lanes.addAll(
                                ofPlatforms.of(
                                        name, platform, faults.getOrDefault(name, List.of()))));
        return new Timeline(title, about, true, List.of(), started, timeAxis.length(), lanes);
    }

    /** Stops sampling; the records are kept. */
    @Override
    public void close() {
        open = false;
        thread.interrupt();
        try {
            thread.join(MAX_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A step of the run; for one thread. */
    static final class Step {
        private final String text;
        private final long from;
        private long to;

        private Step(String text, long from) {
            this.text = text;
            this.from = from;
        }

        private void end(long nanos) {
            to = to == 0 ? nanos : to;
        }

        String text() {
            return text;
        }

        long from() {
            return from;
        }

        long to(long end) {
            return to == 0 ? end : to;
        }
    }
}
