package dev.gateway.sim.reported;

import dev.gateway.core.process.SignalHandlers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

/** The course of a gateway from the start to the stop, as reported. */
final class ReportedLifecycle {

    private static final Duration REPLACE_POLL = Duration.ofMillis(500);
    private static final int REPLACE_POLLS = 20;
    private static final long GATE_MILLIS = 1;

    private final Path config;
    private final DefectOptions options;
    private final ReportedLog log;
    private final PidProbe others;
    private final ReportedPidFile pidFile;
    private final TokenRecordStore tokens;
    private final List<Connected> connected = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    ReportedLifecycle(ReportedHome home, DefectOptions options, ReportedLog log) {
        this.config = home.config();
        this.options = options;
        this.log = log;
        others = new PidProbe(options);
        pidFile = new ReportedPidFile(home.pidFile(), options, others, log);
        tokens = new TokenRecordStore(home.tokens(), options, others);
    }

    private record Connected(ReportedAccount account, PlatformConnection line) {}

    /** Returns the PID in the PID file. */
    OptionalLong recorded() {
        return pidFile.pid();
    }

    /** Returns the checks and signals for other processes. */
    PidProbe others() {
        return others;
    }

    /** Deletes the old process's records although it may still be alive. */
    void forgetOld() throws IOException {
        pidFile.remove();
    }

    /** Runs until a signal arrives; returns the exit code. */
    int run(boolean replace) throws IOException, InterruptedException {
        SignalHandlers trap =
                SignalHandlers.install(name -> stopped.countDown(), "TERM", "INT", "HUP");
        try {
            log.info("Starting Hermes Gateway...");
            waitAtGate();
            if (options.removePidFile()) {
                pidFile.remove();
            }
            if (replace) {
                replaceOld();
            }
            if (!pidFile.write()) {
                return options.exitCode();
            }
            log.info("PID file written (PID %d).".formatted(ProcessHandle.current().pid()));
            int code = connectAndStay();
            disconnectAll();
            pidFile.remove();
            return code;
        } finally {
            trap.close();
        }
    }

    private void waitAtGate() throws InterruptedException {
        if (options.gate().isEmpty()) {
            return;
        }
        log.info("At the gate.");
        while (!Files.exists(options.gate().get())) {
            Thread.sleep(GATE_MILLIS);
        }
    }

    /**
     * Sends SIGTERM, checks with kill(pid, 0) for up to ten seconds, sends SIGKILL, and goes on.
     */
    private void replaceOld() throws InterruptedException {
        OptionalLong old = pidFile.pid();
        if (old.isEmpty() || old.getAsLong() == ProcessHandle.current().pid()) {
            return;
        }
        long pid = old.getAsLong();
        if (!others.alive(pid) && options.liveness() == DefectOptions.Liveness.SIGNAL_0) {
            return;
        }
        log.info("Replacing existing gateway instance (PID %d).".formatted(pid));
        others.terminate(pid);
        for (int i = 0; i < REPLACE_POLLS; i++) {
            if (!others.alive(pid)) {
                log.info("Old gateway (PID %d) is gone.".formatted(pid));
                return;
            }
            Thread.sleep(options.scaled(REPLACE_POLL).toMillis());
        }
        log.warning("Old gateway (PID %d) did not exit, sending SIGKILL.".formatted(pid));
        others.kill(pid);
    }

    private int connectAndStay() throws IOException, InterruptedException {
        int failed = 0;
        for (ReportedAccount account : ReportedAccount.readAll(config)) {
            try {
                tokens.take(account);
                PlatformConnection connection = PlatformConnection.of(account);
                connection.connect();
                connected.add(new Connected(account, connection));
                log.info("✓ %s connected".formatted(account.type()));
            } catch (TokenInUseException e) {
                log.platformError("[%s] %s".formatted(account.displayName(), e.getMessage()));
                log.error(
                        "Gateway hit a non-retryable startup conflict: %s: %s"
                                .formatted(e.platform(), e.getMessage()));
                log.error("Gateway exiting cleanly");
                return 0;
            } catch (IOException e) {
                failed++;
                log.platformError("[%s] connect failed: %s".formatted(account.displayName(), e));
                tokens.release(account);
            }
        }
        if (connected.isEmpty() && failed > 0) {
            log.error("Gateway failed to connect any configured messaging platform.");
            return options.exitCode();
        }
        log.info("Gateway running with %d platform(s)".formatted(connected.size()));
        stopped.await();
        log.info("Received SIGTERM/SIGINT — initiating shutdown");
        return 0;
    }

    /**
     * Disconnects one platform after the other, each with the time limit of the options, if any.
     */
    private void disconnectAll() throws InterruptedException {
        for (Connected one : connected) {
            String platform = one.account().type();
            Thread leaving = new Thread(() -> disconnect(one), "disconnect-" + platform);
            leaving.setDaemon(true);
            leaving.start();
            if (options.adapterDeadline().isEmpty()) {
                leaving.join();
                continue;
            }
            Duration deadline = options.adapterDeadline().get();
            leaving.join(Math.max(1, deadline.toMillis()));
            if (leaving.isAlive()) {
                log.warning(
                        "✗ %s disconnect timed out after %.1fs - forcing continue"
                                .formatted(platform, deadline.toMillis() / 1000.0));
            }
        }
    }

    private void disconnect(Connected one) {
        try {
            one.line().disconnect();
            tokens.release(one.account());
            log.info("✓ %s disconnected".formatted(one.account().type()));
        } catch (IOException e) {
            log.warning("✗ %s disconnect error: %s".formatted(one.account().type(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
