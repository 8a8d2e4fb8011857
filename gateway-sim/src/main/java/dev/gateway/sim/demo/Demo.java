package dev.gateway.sim.demo;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.Said;
import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.timeline.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happens to the gateway, in order. Each phase ends when everybody was heard again. */
final class Demo {

    /** For what takes a second or two on a quiet machine. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<FakePlatform> platforms;
    private final GatewayHomeDir home;
    private final GatewayCommand gateway;
    private final Narrator narrator;
    private final Watch watch;
    private final Pace pace;
    private String first = "restart";

    Demo(
            List<FakePlatform> platforms,
            GatewayHomeDir home,
            GatewayCommand gateway,
            Narrator narrator,
            Watch watch,
            Pace pace) {
        this.platforms = platforms;
        this.home = home;
        this.gateway = gateway;
        this.narrator = narrator;
        this.watch = watch;
        this.pace = pace;
    }

    /** The whole story up to the last phase, in which the gateway runs. */
    void play() throws InterruptedException {
        start();
        restart();
        kill();
        replace();
    }

    private void start() throws InterruptedException {
        narrator.phase("gateway start");
        narrator.follow(gateway.start("start"), LIMIT).expectExit(0);
        everybodyIsHeard();
    }

    private void restart() throws InterruptedException {
        for (FakePlatform platform : platforms) {
            Optional<String> slow = platform.releaseSlowly(pace.release());
            if (slow.isPresent()) {
                restartWhile(platform, slow.get());
                return;
            }
        }
        narrator.phase("gateway restart");
        first = "restart";
        narrator.follow(gateway.start("restart"), LIMIT).expectExit(0);
        everybodyIsHeard();
    }

    private void restartWhile(FakePlatform platform, String slow) throws InterruptedException {
        narrator.phase(
                "gateway restart, and %s takes %.1f s to let go"
                        .formatted(name(platform), pace.release().toMillis() / 1000.0));
        first = "restart while " + name(platform) + " does not let go";
        watch.trouble(platform.type(), "lets go slowly");
        narrator.follow(gateway.start("restart"), LIMIT.plus(pace.release())).expectExit(0);
        platform.server().faults().remove(slow);
        everybodyIsHeard();
    }

    /** What each change of the poller was. */
    List<String> handovers() {
        return List.of(first, "SIGKILL, and a start some time later", "run --replace");
    }

    /** As people write it. */
    static String name(FakePlatform platform) {
        String type = platform.type();
        return type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    }

    private void kill() throws InterruptedException {
        long pid = home.lockHolder().orElseThrow(() -> new ExpectationFailed("no gateway runs"));
        narrator.phase("kill -9 " + pid);
        watch.mark(pid, "SIGKILL");
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        narrator.let(pace.down());
        narrator.phase("gateway status");
        narrator.follow(gateway.start("status"), LIMIT).expectExit(1);
        narrator.phase("gateway start");
        narrator.follow(gateway.start("start"), LIMIT).expectExit(0);
        everybodyIsHeard();
    }

    private void replace() throws InterruptedException {
        narrator.phase("gateway run --replace");
        RunningProcess run = gateway.start("run", "--replace");
        watch.process(run.pid(), "--replace");
        narrator.follow(run, () -> runs(run), LIMIT, "takeover");
        everybodyIsHeard();
    }

    private boolean runs(RunningProcess run) {
        if (run.exit().isPresent()) {
            throw new ExpectationFailed(
                    "the replacing gateway ended with exit code " + run.exit().get());
        }
        return home.state()
                .filter(state -> state.path("pid").asLong() == run.pid())
                .filter(state -> state.path("state").asText().equals("running"))
                .isPresent();
    }

    /** Somebody on each platform gets an answer, and people chat on for a moment. */
    private void everybodyIsHeard() throws InterruptedException {
        List<Said> questions =
                platforms.stream().map(one -> one.user("tim").says("Is anybody there?")).toList();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (questions.stream().anyMatch(one -> one.answers().isEmpty())) {
            if (System.nanoTime() - deadline > 0) {
                throw new ExpectationFailed(
                        "somebody waits for an answer for " + LIMIT.toSeconds() + " s");
            }
            narrator.let(Duration.ofMillis(50));
        }
        narrator.let(pace.between());
    }

    /** The end. */
    void stop() throws InterruptedException {
        narrator.phase("gateway stop");
        narrator.follow(gateway.start("stop"), LIMIT).expectExit(0);
    }
}
