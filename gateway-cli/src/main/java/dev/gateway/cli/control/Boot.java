package dev.gateway.cli.control;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.lifecycle.ExitCode;
import dev.gateway.core.process.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A gateway that was launched detached, watched until it is up. Not thread-safe. */
final class Boot {

    private static final long POLL_MILLIS = 5;

    /** Loading takes well under a second; on a machine in trouble it may take this long. */
    private static final Duration LOADING = Duration.ofSeconds(60);

    private static final int LAST_WORDS = 10;

    private final GatewayHome home;
    private final GatewayConfig config;
    private final Phases phases;
    private DetachedGateway gateway;

    Boot(GatewayHome home, GatewayConfig config, Phases phases) {
        this.home = home;
        this.config = config;
        this.phases = phases;
    }

    void launch(List<String> arguments) throws IOException {
        gateway = DetachedGateway.launch(home, arguments);
    }

    long pid() {
        return gateway.pid();
    }

    /** Has it end: nobody wants it any more. */
    void giveUp() {
        gateway.terminate();
    }

    Optional<Integer> exitCode() {
        return gateway.exitCode();
    }

    /**
     * Whether it has come up: a platform is connected, or it only waits for a token that another
     * gateway holds. One whose platforms cannot be reached may still give up and say why.
     */
    boolean isUp() {
        return phases.last(pid(), "ready").isPresent()
                || (phases.reached(pid(), "degraded")
                        && phases.last(pid(), "token_waiting").isPresent());
    }

    /** Waits until it stands by, or has the home already; false if it ended or took too long. */
    boolean awaitStandby() throws InterruptedException {
        Deadline deadline = Deadline.in(LOADING);
        while (!deadline.passed()) {
            phases.poll(pid());
            if (phases.last(pid(), "standby").isPresent()
                    || phases.last(pid(), "lock_acquired").isPresent()) {
                return true;
            }
            if (exitCode().isPresent()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }

    /** Waits until it is up; returns 0 then, else the code to end with. */
    int awaitUp() throws InterruptedException {
        // It may have to wait for the whole stop of a predecessor, then for its tokens.
        Deadline deadline =
                Deadline.in(
                        LOADING.plus(config.startLimit())
                                .plus(config.budget().supervisorTimeout()));
        while (!deadline.passed()) {
            Optional<Integer> code = exitCode();
            phases.poll(pid());
            if (isUp()) {
                phases.done();
                System.out.println(
                        "Gateway is %s (PID %d) in %s."
                                .formatted(
                                        phases.reached(pid(), "running") ? "running" : "degraded",
                                        pid(),
                                        home));
                return ExitCode.OK.number();
            }
            if (code.isPresent()) {
                phases.failed("ended with exit code " + code.get());
                return code.get() == 0 ? ExitCode.TRY_AGAIN.number() : code.get();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        System.err.println(
                "Gateway (PID %d) is still starting; see 'gateway status' and 'gateway logs'."
                        .formatted(pid()));
        return ExitCode.TRY_AGAIN.number();
    }

    /** Why it did not come up, in its own words. */
    void printLastWords() {
        List<String> words = gateway.lastWords(LAST_WORDS);
        if (words.isEmpty()) {
            System.err.println("Gateway did not come up; see 'gateway logs'.");
        }
        words.forEach(System.err::println);
    }
}
