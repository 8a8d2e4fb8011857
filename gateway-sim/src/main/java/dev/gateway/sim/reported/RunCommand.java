package dev.gateway.sim.reported;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reported-gateway run}. */
@Command(
        name = "run",
        description = "Run in the foreground until SIGTERM, SIGINT or SIGHUP.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {

    @Mixin private ReportedHome home;
    @Mixin private DefectOptions options;

    @Option(
            names = "--replace",
            description =
                    "SIGTERM to the process in the PID file, look 20 times in 10 s whether it"
                            + " lives, then SIGKILL, and start.")
    private boolean replace;

    @Override
    public Integer call() throws Exception {
        options.check();
        return new ReportedLifecycle(home, options, new ReportedLog(System.err)).run(replace);
    }
}
