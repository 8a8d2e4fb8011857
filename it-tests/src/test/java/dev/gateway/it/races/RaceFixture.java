package dev.gateway.it.races;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every race has: a scope in which all processes end, homes, and both commands. */
abstract class RaceFixture {

    /** For what takes a second or less on a quiet machine. */
    static final Duration SOON = Duration.ofSeconds(60);

    /** The line that says that a reported gateway may run, whatever comes then. */
    static final String WON = "PID file written";

    /** The line on which the reports agree. */
    static final String LOST = "PID file race lost to another gateway instance. Exiting.";

    ProcessScope scope;

    @BeforeEach
    void openScope() {
        scope = ProcessScope.open();
    }

    @AfterEach
    void closeScope() throws InterruptedException {
        scope.close();
        scope.awaitNoSurvivors(SOON);
    }

    /** A new home; the homes of one test share its token locks with those of all others. */
    static ObservedHome newHome(HomeConfig config) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "homes"));
        return ObservedHome.create(Files.createTempDirectory(folder, "race-")).write(config);
    }

    /** The gateway, in this home. */
    GatewayCommandLine gateway(ObservedHome home) {
        return GatewayCommandLine.gateway(scope).withHome(home);
    }

    /** The control, in this home. */
    GatewayCommandLine reported(ObservedHome home) {
        return GatewayCommandLine.of(scope, LauncherLocator.reported()).withHome(home);
    }

    /** The control in the foreground, connected. */
    RunningProcess reportedRunning(ObservedHome home, String... switches) throws Exception {
        RunningProcess process = reported(home).start(with("run", switches));
        process.awaitLine("Gateway running with", SOON);
        return process;
    }

    /** The gateway in the foreground, connected. */
    RunningProcess running(ObservedHome home, String... more) throws Exception {
        RunningProcess process = gateway(home).start(with("run", more));
        home.awaitState("running", SOON);
        return process;
    }

    /** Waits until the platform sees one token polled by two processes, as it must never be. */
    static void awaitTwoPollers(FakePlatform platform) throws InterruptedException {
        Await.until(
                () -> !platform.referee().violations().isEmpty(), SOON, "two pollers of one token");
    }

    /** SIGKILL, as the kernel does when memory runs out. */
    static void crash(RunningProcess process) throws InterruptedException {
        process.kill(Signal.KILL);
        process.awaitExit(SOON);
    }

    /** Whether this line was printed so far. */
    static boolean said(RunningProcess process, String words) {
        return process.stderr().stream().anyMatch(line -> line.contains(words));
    }

    /** Those who were allowed to run, once each of them has won, lost or died. */
    static List<RunningProcess> winners(List<RunningProcess> all) throws InterruptedException {
        Await.until(
                () -> all.stream().allMatch(one -> said(one, WON) || one.exit().isPresent()),
                SOON.plus(SOON),
                "end of the race");
        return all.stream().filter(one -> said(one, WON)).toList();
    }

    static String[] with(String first, String... more) {
        String[] all = new String[more.length + 1];
        all[0] = first;
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
