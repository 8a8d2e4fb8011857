package dev.gateway.sim.demo;

import dev.gateway.core.time.Deadline;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.timeline.RunRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The phases of the demo, in order. Each phase ends when every user was answered again. */
final class DemoScript {

    /** The limit for operations that take a second or two on a quiet machine. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<FakePlatform> platforms;
    private final ObservedHome home;
    private final GatewayCommandLine gateway;
    private final DemoReporter reporter;
    private final RunRecorder recorder;
    private final DemoTimings timings;
    private String first = "restart";

    DemoScript(
            List<FakePlatform> platforms,
            ObservedHome home,
            GatewayCommandLine gateway,
            DemoReporter reporter,
            RunRecorder recorder,
            DemoTimings timings) {
        this.platforms = platforms;
        this.home = home;
        this.gateway = gateway;
        this.reporter = reporter;
        this.recorder = recorder;
        this.timings = timings;
    }

    /** Runs all phases up to the last one, in which the gateway runs. */
    void run() throws InterruptedException {
        start();
        restart();
        kill();
        replace();
    }

    private void start() throws InterruptedException {
        reporter.phase("gateway start");
        reporter.follow(gateway.start("start"), LIMIT).expectExit(0);
        awaitAnswers();
    }

    private void restart() throws InterruptedException {
        for (FakePlatform platform : platforms) {
            Optional<String> slow = platform.releaseSlowly(timings.release());
            if (slow.isPresent()) {
                restartWhile(platform, slow.get());
                return;
            }
        }
        reporter.phase("gateway restart");
        first = "restart";
        reporter.follow(gateway.start("restart"), LIMIT).expectExit(0);
        awaitAnswers();
    }

    private void restartWhile(FakePlatform platform, String slow) throws InterruptedException {
        reporter.phase(
                "gateway restart, and %s takes %.1f s to let go"
                        .formatted(name(platform), timings.release().toMillis() / 1000.0));
        first = "restart while " + name(platform) + " does not let go";
        recorder.platformFault(platform.type(), "lets go slowly");
        reporter.follow(gateway.start("restart"), LIMIT.plus(timings.release())).expectExit(0);
        platform.server().faults().remove(slow);
        awaitAnswers();
    }

    /** Returns a description of each change of the poller. */
    List<String> handovers() {
        return List.of(first, "SIGKILL, and a start some time later", "run --replace");
    }

    /** Returns the name of a platform with a capital. */
    static String name(FakePlatform platform) {
        String type = platform.type();
        return type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    }

    private void kill() throws InterruptedException {
        long pid =
                home.lockHolder()
                        .orElseThrow(() -> new ExpectationFailedException("no gateway runs"));
        reporter.phase("kill -9 " + pid);
        recorder.mark(pid, "SIGKILL");
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        reporter.runFor(timings.downtime());
        reporter.phase("gateway status");
        reporter.follow(gateway.start("status"), LIMIT).expectExit(1);
        reporter.phase("gateway start");
        reporter.follow(gateway.start("start"), LIMIT).expectExit(0);
        awaitAnswers();
    }

    private void replace() throws InterruptedException {
        reporter.phase("gateway run --replace");
        RunningProcess run = gateway.start("run", "--replace");
        recorder.process(run.pid(), "--replace");
        reporter.follow(run, () -> runs(run), LIMIT, "takeover");
        awaitAnswers();
    }

    private boolean runs(RunningProcess run) {
        if (run.exit().isPresent()) {
            throw new ExpectationFailedException(
                    "the replacing gateway ended with exit code " + run.exit().get());
        }
        return home.state()
                .filter(state -> state.path("pid").asLong() == run.pid())
                .filter(state -> state.path("state").asText().equals("running"))
                .isPresent();
    }

    /**
     * Waits until one user on each platform gets an answer, and lets the users chat on for a
     * moment.
     */
    private void awaitAnswers() throws InterruptedException {
        List<SentMessage> questions =
                platforms.stream().map(one -> one.user("tim").says("Are you there?")).toList();
        Deadline deadline = Deadline.after(LIMIT);
        while (questions.stream().anyMatch(one -> one.answers().isEmpty())) {
            if (deadline.isExpired()) {
                throw new ExpectationFailedException(
                        "a user has waited for an answer for " + LIMIT.toSeconds() + " s");
            }
            reporter.runFor(Duration.ofMillis(50));
        }
        reporter.runFor(timings.pauseBetweenPhases());
    }

    /** Stops the gateway. */
    void stop() throws InterruptedException {
        reporter.phase("gateway stop");
        reporter.follow(gateway.start("stop"), LIMIT).expectExit(0);
    }
}
