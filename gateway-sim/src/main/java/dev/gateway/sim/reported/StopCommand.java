package dev.gateway.sim.reported;

import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reported-gateway stop}. */
@Command(
        name = "stop",
        description = "SIGTERM to the process in the PID file, if it is judged alive. Never waits.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StopCommand implements Callable<Integer> {

    @Mixin private ReportedHome home;
    @Mixin private DefectOptions options;

    @Override
    public Integer call() {
        options.check();
        ReportedLifecycle life = new ReportedLifecycle(home, options, new ReportedLog(System.err));
        OptionalLong old = life.recorded();
        if (old.isEmpty() || !life.others().alive(old.getAsLong())) {
            System.out.println("No gateway is running.");
            return 0;
        }
        life.others().terminate(old.getAsLong());
        System.out.printf("Sent SIGTERM to PID %d.%n", old.getAsLong());
        return 0;
    }
}
