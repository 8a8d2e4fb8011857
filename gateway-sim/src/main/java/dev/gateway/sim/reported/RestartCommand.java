package dev.gateway.sim.reported;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reported-gateway restart}. */
@Command(
        name = "restart",
        description =
                "SIGTERM to the process in the PID file, then whatever --restart says, then run in"
                        + " the foreground of this very process.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RestartCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(500);

    @Mixin private ReportedHome home;
    @Mixin private DefectOptions options;

    @Override
    public Integer call() throws Exception {
        options.check();
        ReportedLog log = new ReportedLog(System.err);
        ReportedLifecycle life = new ReportedLifecycle(home, options, log);
        OptionalLong old = life.recorded();
        if (old.isPresent()) {
            life.others().terminate(old.getAsLong());
            switch (options.restart()) {
                case AT_ONCE -> {}
                case WAITPID -> waitpid(life, old.getAsLong(), log);
                case WAIT_THEN_KILL -> waitThenKill(life, old.getAsLong(), log);
            }
            life.forgetOld();
        }
        return life.run(false);
    }

    private static void waitpid(ReportedLifecycle life, long old, ReportedLog log) {
        if (life.others().waitpidFindsNoChild(old)) {
            log.warning("waitpid(%d): [Errno 10] No child processes".formatted(old));
        }
    }

    private void waitThenKill(ReportedLifecycle life, long old, ReportedLog log)
            throws InterruptedException {
        long began = System.nanoTime();
        boolean killed = false;
        while (life.others().alive(old)) {
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            if (waited.compareTo(options.restartWait()) > 0) {
                return;
            }
            if (!killed && waited.compareTo(options.forceAfter()) >= 0) {
                log.warning(
                        "Gateway PID %d still running after %.1fs; sending SIGKILL"
                                .formatted(old, waited.toMillis() / 1000.0));
                life.others().kill(old);
                killed = true;
            }
            Thread.sleep(options.scaled(POLL).toMillis());
        }
    }
}
