package dev.gateway.cli.control;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The launch of a detached gateway, watched until it is up. Not thread-safe. */
final class GatewayLaunch {

    private static final long POLL_MILLIS = 5;

    /** The time limit for loading, which takes well under a second on a healthy machine. */
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(60);

    private static final int LAST_LINES = 10;
    private static final long MIN_FREE = 64 * 1024;

    private final CommandContext context;
    private final GatewayHome home;
    private final GatewayConfig config;
    private final PhaseReporter reporter;
    private DetachedGateway gateway;

    GatewayLaunch(
            CommandContext context,
            GatewayHome home,
            GatewayConfig config,
            PhaseReporter reporter) {
        this.context = context;
        this.home = home;
        this.config = config;
        this.reporter = reporter;
    }

    void launch(List<String> arguments) throws IOException {
        gateway = DetachedGateway.launch(home, arguments);
    }

    long pid() {
        return gateway.pid();
    }

    /** Ends the gateway because it is no longer needed. */
    void abandon() {
        gateway.terminate();
    }

    Optional<Integer> exitCode() {
        return gateway.exitCode();
    }

    /**
     * Returns whether the gateway is up: a platform is connected, or it only waits for a token that
     * another gateway holds. A gateway that reaches no platform may still give up with a reason.
     */
    boolean isUp() {
        return has(EventType.READY) || has(GatewayState.DEGRADED) && has(EventType.TOKEN_WAITING);
    }

    /** Checks the event file and the pipe: the event file may be unwritable. */
    private boolean has(EventType type) {
        return reporter.last(pid(), type).isPresent() || gateway.hasReported(type.wireName());
    }

    private boolean has(GatewayState state) {
        return reporter.reached(pid(), state) || gateway.hasReported(state.wireName());
    }

    /** Waits until the gateway stands by or holds the home; false if it ended or took too long. */
    boolean awaitStandby() throws InterruptedException {
        Deadline deadline = Deadline.after(LOAD_TIMEOUT);
        while (!deadline.isExpired()) {
            reporter.poll(pid());
            if (has(EventType.STANDBY) || has(EventType.LOCK_ACQUIRED)) {
                return true;
            }
            if (exitCode().isPresent()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }

    /** Waits until the gateway is up; returns 0, or the exit code for this command. */
    int awaitUp() throws InterruptedException {
        // The gateway may wait for the whole stop of its predecessor, then for its tokens.
        Deadline deadline =
                Deadline.after(
                        LOAD_TIMEOUT
                                .plus(config.startLimit())
                                .plus(config.budget().serviceManagerTimeout()));
        while (!deadline.isExpired()) {
            Optional<Integer> code = exitCode();
            reporter.poll(pid());
            if (isUp()) {
                reporter.done();
                context.out().line("Gateway is %s (PID %d) in %s.".formatted(state(), pid(), home));
                return ExitCode.OK.number();
            }
            if (code.isPresent()) {
                reporter.failed("ended with exit code " + code.get());
                return code.get() == 0 ? ExitCode.TRY_AGAIN.number() : code.get();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        context.err()
                .line(
                        "Gateway (PID %d) is still starting; see 'gateway status' and 'gateway logs'."
                                .formatted(pid()));
        return ExitCode.TRY_AGAIN.number();
    }

    private String state() {
        if (has(GatewayState.RUNNING)) {
            return "running";
        }
        return has(GatewayState.STANDBY) && !has(GatewayState.DEGRADED)
                ? "standby, as other hosts have its accounts"
                : "degraded";
    }

    /** Prints the last output of a gateway that did not come up. */
    void printLastOutput() {
        List<String> lines = gateway.lastOutput(LAST_LINES);
        if (lines.isEmpty()) {
            String code = exitCode().map(one -> " (exit code " + one + ")").orElse("");
            context.err()
                    .line(
                            isDiskFull()
                                    ? "Gateway did not come up%s: the disk of %s is full. Free some space."
                                            .formatted(code, home)
                                    : "Gateway did not come up%s; see 'gateway logs'."
                                            .formatted(code));
        }
        lines.forEach(context.err()::line);
    }

    private boolean isDiskFull() {
        try {
            return Files.getFileStore(home.folder()).getUsableSpace() < MIN_FREE;
        } catch (IOException e) {
            return false;
        }
    }
}
