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

/** The fixture of races: a scope for all processes, homes, and both commands. */
abstract class RaceFixture {

    /** The limit for operations that take a second or less on a quiet machine. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** The line of a reported gateway that may run, whatever happens afterwards. */
    static final String WON = "PID file written";

    /** The line that all reports quote. */
    static final String LOST = "PID file race lost to another gateway instance. Exiting.";

    ProcessScope scope;

    @BeforeEach
    void openScope() {
        scope = ProcessScope.open();
    }

    @AfterEach
    void closeScope() throws InterruptedException {
        scope.close();
        scope.awaitNoSurvivors(TIMEOUT);
    }

    /** Creates a home with a token lock folder that all homes of the races share. */
    static ObservedHome newHome(HomeConfig config) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "homes"));
        return ObservedHome.create(Files.createTempDirectory(folder, "race-")).write(config);
    }

    /** Returns the gateway's command line for this home. */
    GatewayCommandLine gateway(ObservedHome home) {
        return GatewayCommandLine.gateway(scope).withHome(home);
    }

    /** Returns the control's command line for this home. */
    GatewayCommandLine reported(ObservedHome home) {
        return GatewayCommandLine.of(scope, LauncherLocator.reported()).withHome(home);
    }

    /** Starts the control in the foreground and waits until it is connected. */
    RunningProcess reportedRunning(ObservedHome home, String... switches) throws Exception {
        RunningProcess process = reported(home).start(with("run", switches));
        process.awaitLine("Gateway running with", TIMEOUT);
        return process;
    }

    /** Starts the gateway in the foreground and waits until it is connected. */
    RunningProcess running(ObservedHome home, String... more) throws Exception {
        RunningProcess process = gateway(home).start(with("run", more));
        home.awaitState("running", TIMEOUT);
        return process;
    }

    /** Waits until the platform sees two processes poll one token, which is the violation. */
    static void awaitTwoPollers(FakePlatform platform) throws InterruptedException {
        Await.until(
                () -> !platform.referee().violations().isEmpty(),
                TIMEOUT,
                "two pollers of one token");
    }

    /** Kills the process with SIGKILL, as the kernel does when memory runs out. */
    static void crash(RunningProcess process) throws InterruptedException {
        process.kill(Signal.KILL);
        process.awaitExit(TIMEOUT);
    }

    /** Returns whether this line was printed so far. */
    static boolean hasPrinted(RunningProcess process, String words) {
        return process.stderr().stream().anyMatch(line -> line.contains(words));
    }

    /** Waits until each process has won, lost or died; returns the winners. */
    static List<RunningProcess> winners(List<RunningProcess> all) throws InterruptedException {
        Await.until(
                () -> all.stream().allMatch(one -> hasPrinted(one, WON) || one.exit().isPresent()),
                TIMEOUT.plus(TIMEOUT),
                "end of the race");
        return all.stream().filter(one -> hasPrinted(one, WON)).toList();
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
