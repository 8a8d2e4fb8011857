package dev.gateway.sim.bench;

import dev.gateway.sim.bench.usage.ProcessSize;
import dev.gateway.sim.bench.usage.ProcessUsage;
import dev.gateway.sim.bench.usage.SqliteCommits;
import dev.gateway.sim.bench.usage.SystemCall;
import dev.gateway.sim.bench.usage.SystemCallCounter;
import dev.gateway.sim.fleet.LoadServer;
import dev.gateway.sim.fleet.LoadWindow;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lets many chats write to a gateway in a new home, each again when it was answered, and counts
 * what that costs the gateway. Each message has to be answered exactly once, in order.
 */
final class ThroughputBenchmark implements Benchmark {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final double MILLION = 1e6;

    private final Workspace workspace;
    private final MeasuredGateway gateway;
    private final LoadScene scene;
    private final boolean countsCalls;

    /** Creates a benchmark; {@code countsCalls} tells whether system calls can be counted. */
    ThroughputBenchmark(
            Workspace workspace, MeasuredGateway gateway, LoadScene scene, boolean countsCalls) {
        this.workspace = workspace;
        this.gateway = gateway;
        this.scene = scene;
        this.countsCalls = countsCalls;
    }

    @Override
    public String title() {
        return scene.title();
    }

    @Override
    public Map<Metric, Double> measure() throws InterruptedException {
        try (LoadServer server = LoadServer.start(scene.bots(), scene.chats(), scene.sendDelay())) {
            ObservedHome home = workspace.newHome().write(scene.config(server));
            RunningProcess run =
                    MeasuredGateway.withDiskDelay(
                                    gateway.commandLine(workspace.scope(), home), scene.diskDelay())
                            .start("run");
            Await.until(
                    () -> server.polledBots() == scene.bots() || run.exit().isPresent(),
                    LIMIT,
                    "poll of each of " + scene.bots() + " bots");
            run.exit().ifPresent(code -> fail(run, code));
            // With a slow disk, the process that was started is strace.
            long pid = home.lockHolder().orElse(run.pid());
            server.begin();
            server.window(scene.warmUp());
            server.expectNoViolation();
            Map<Metric, Double> measured = measure(server, pid, home.path().resolve("journal.db"));
            server.finish(LIMIT);
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            run.awaitExit(LIMIT);
            // A second answer would have come by now.
            server.expectNoViolation();
            return measured;
        }
    }

    private void fail(RunningProcess run, int code) {
        throw new ExpectationFailedException(
                "%s ended with exit code %d before each bot was polled%n%s"
                        .formatted(gateway.launcher(), code, String.join("\n", run.stderr())));
    }

    private Map<Metric, Double> measure(LoadServer server, long pid, Path journal)
            throws InterruptedException {
        Optional<SystemCallCounter> counter =
                countsCalls ? SystemCallCounter.start(pid, scene.length()) : Optional.empty();
        ProcessUsage before = ProcessUsage.of(pid);
        OptionalLong commits = SqliteCommits.of(journal);
        LoadWindow window = server.window(scene.length());
        ProcessUsage after = ProcessUsage.of(pid);
        Optional<Double> committed = difference(commits, SqliteCommits.of(journal));
        Optional<ProcessSize> size = ProcessSize.of(pid);
        server.expectNoViolation();
        if (window.answered() == 0) {
            throw new ExpectationFailedException(
                    "no message was answered within " + scene.length().toMillis() + " ms");
        }
        var measured = new EnumMap<Metric, Double>(Metric.class);
        measured.put(Metric.LOAD_RATE, window.perSecond());
        measured.put(Metric.LOAD_ANSWER, milliseconds(window.median()));
        measured.put(Metric.LOAD_ANSWER_RARE, milliseconds(window.rare()));
        measured.put(Metric.LOAD_ACCEPT_RARE, milliseconds(window.acceptRare()));
        double messages = window.answered();
        measured.put(Metric.LOAD_CPU, milliseconds(after.cpu().minus(before.cpu())) / messages);
        difference(before.written(), after.written())
                .ifPresent(bytes -> measured.put(Metric.LOAD_WRITTEN, bytes / messages / 1000));
        committed.ifPresent(count -> measured.put(Metric.LOAD_COMMITS, count / messages));
        Optional<Map<SystemCall, Long>> calls =
                counter.isPresent() ? counter.get().result() : Optional.empty();
        if (calls.isPresent()) {
            putCalls(measured, calls.get(), messages);
        } else {
            difference(before.switches(), after.switches())
                    .ifPresent(count -> measured.put(Metric.LOAD_SWITCHES, count / messages));
        }
        size.ifPresent(
                now -> {
                    measured.put(Metric.LOAD_MEMORY, now.residentMegabytes());
                    measured.put(Metric.LOAD_DIRTY, now.privateDirtyMegabytes());
                    measured.put(Metric.LOAD_THREADS, now.threads());
                    measured.put(Metric.LOAD_DESCRIPTORS, now.descriptors());
                });
        measured.put(Metric.LOAD_SERVER_SHARE, window.serverShare() * 100);
        return measured;
    }

    private static void putCalls(
            Map<Metric, Double> measured, Map<SystemCall, Long> calls, double messages) {
        measured.put(Metric.LOAD_FUTEXES, calls.get(SystemCall.FUTEX) / messages);
        measured.put(Metric.LOAD_SWITCHES, calls.get(SystemCall.CONTEXT_SWITCH) / messages);
        measured.put(
                Metric.LOAD_SYNCS,
                (calls.get(SystemCall.FSYNC) + calls.get(SystemCall.FDATASYNC)) / messages);
        measured.put(Metric.LOAD_WRITES, calls.get(SystemCall.PWRITE) / messages);
    }

    private static Optional<Double> difference(OptionalLong before, OptionalLong after) {
        return before.isPresent() && after.isPresent()
                ? Optional.of((double) (after.getAsLong() - before.getAsLong()))
                : Optional.empty();
    }

    private static double milliseconds(Duration duration) {
        return duration.toNanos() / MILLION;
    }
}
