package dev.gateway.sim.demo;

import dev.gateway.core.time.Deadline;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.scenario.Step;
import dev.gateway.sim.timeline.RunRecorder;
import dev.gateway.sim.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The phases of the demo, in order. Each phase ends when every user was answered again. */
final class DemoScript implements DemoStory {

    private static final Duration LIMIT = DemoStage.LIMIT;

    private final DemoStage stage;
    private final List<FakePlatform> platforms;
    private final ObservedHome home;
    private final GatewayCommandLine gateway;
    private final DemoReporter reporter;
    private final RunRecorder recorder;
    private final DemoTimings timings;
    private final DemoHandler handler;
    private String first = "restart";
    private Optional<SlowQuestion> question = Optional.empty();

    DemoScript(DemoStage stage) {
        this.stage = stage;
        platforms = stage.platforms();
        reporter = stage.reporter();
        recorder = stage.recorder();
        timings = stage.timings();
        handler = DemoHandler.in(stage.workspace().folder(), timings.thinking());
        home =
                stage.prepare(
                        Step.MAIN,
                        stage.workspace().newHome(),
                        HomeConfig.echo().withHandler(handler.yaml()));
        gateway = stage.gateway(home);
    }

    @Override
    public void play() throws InterruptedException {
        start();
        SlowQuestion asked = ask();
        question = Optional.of(asked);
        restart();
        awaitSlowAnswer(asked);
        kill();
        replace();
    }

    /** Has the handler think about something, on a platform that lets go at once. */
    private SlowQuestion ask() throws InterruptedException {
        FakePlatform platform = platforms.get(platforms.size() - 1);
        SlowQuestion asked = SlowQuestion.ask(platform);
        Deadline deadline = Deadline.after(LIMIT);
        while (!handler.isThinking()) {
            if (deadline.isExpired()) {
                throw new ExpectationFailedException("the handler was not asked");
            }
            reporter.runFor(DemoStage.POLL);
        }
        reporter.line(
                "oma asks %s something, and the handler thinks for %.1f s"
                        .formatted(name(platform), timings.thinking().toMillis() / 1_000.0));
        return asked;
    }

    private void awaitSlowAnswer(SlowQuestion asked) throws InterruptedException {
        Deadline deadline = Deadline.after(LIMIT);
        while (!asked.isAnswered()) {
            if (deadline.isExpired()) {
                throw new ExpectationFailedException(
                        "the question that was being thought about at the restart has no answer");
            }
            reporter.runFor(DemoStage.POLL);
        }
        reporter.line(asked.finding().text());
        reporter.runFor(timings.pauseBetweenPhases());
    }

    private void start() throws InterruptedException {
        reporter.phase("gateway start");
        reporter.follow(gateway.start("start"), LIMIT).expectExit(0);
        stage.awaitAnswers();
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
        stage.awaitAnswers();
    }

    private void restartWhile(FakePlatform platform, String slow) throws InterruptedException {
        reporter.phase(
                "gateway restart, and %s takes %.1f s to let go"
                        .formatted(name(platform), timings.release().toMillis() / 1000.0));
        first = "restart while " + name(platform) + " does not let go";
        recorder.platformFault(platform.type(), "lets go slowly");
        reporter.follow(gateway.start("restart"), LIMIT.plus(timings.release())).expectExit(0);
        platform.server().faults().remove(slow);
        stage.awaitAnswers();
    }

    @Override
    public List<String> table(List<PlatformResult> results) {
        return PlatformResultTable.lines(
                results, List.of(first, "SIGKILL, and a start some time later", "run --replace"));
    }

    @Override
    public List<Timeline.Finding> findings() {
        return question.map(SlowQuestion::finding).stream().toList();
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
        stage.awaitAnswers();
    }

    private void replace() throws InterruptedException {
        reporter.phase("gateway run --replace");
        RunningProcess run = gateway.start("run", "--replace");
        recorder.process(run.pid(), "--replace");
        reporter.follow(run, () -> runs(run), LIMIT, "takeover");
        stage.awaitAnswers();
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

    @Override
    public void stop() throws InterruptedException {
        reporter.phase("gateway stop");
        reporter.follow(gateway.start("stop"), LIMIT).expectExit(0);
    }
}
