package dev.gateway.sim.bench;

import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.referee.PollRecord;
import dev.gateway.sim.referee.TokenHandover;
import dev.gateway.sim.referee.TokenLabel;
import dev.gateway.sim.telegram.FakeTelegram;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The environment of all benchmarks: a fake Telegram with one bot, and homes that poll it. */
final class BenchEnvironment {

    /** The limit for operations that take a second or less on a quiet machine. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final Workspace workspace;
    private final MeasuredGateway gateway;
    private final FakeTelegram telegram;
    private final String label;

    BenchEnvironment(Workspace workspace, MeasuredGateway gateway, FakeTelegram telegram) {
        this.workspace = workspace;
        this.gateway = gateway;
        this.telegram = telegram;
        label = TokenLabel.of(telegram.type(), telegram.token());
    }

    /** Creates a home with a config. */
    ObservedHome newHome() {
        return workspace.newHome().write(HomeConfig.echo().with("bench", telegram));
    }

    /** Returns the gateway's command line for a home. */
    GatewayCommandLine gateway(ObservedHome home) {
        return gateway.commandLine(workspace.scope(), home);
    }

    FakeTelegram telegram() {
        return telegram;
    }

    /** Waits for the first poll since this process was started; any process may send it. */
    PollRecord awaitPollAfterStartOf(RunningProcess command) throws InterruptedException {
        return Await.first(
                () -> {
                    Optional<Integer> exit = command.exit();
                    Optional<PollRecord> poll = pollAfter(command.startedAt());
                    if (poll.isEmpty() && exit.isPresent() && exit.get() != 0) {
                        throw new ExpectationFailedException(
                                "%s ended with exit code %d before its first poll%n%s"
                                        .formatted(
                                                gateway.launcher(),
                                                exit.get(),
                                                String.join("\n", command.stderr())));
                    }
                    return poll;
                },
                LIMIT,
                "poll");
    }

    private Optional<PollRecord> pollAfter(long nanos) {
        return telegram.referee().polls(label).stream()
                .filter(poll -> poll.startNanos() - nanos > 0)
                .findFirst();
    }

    /** Returns the number of changes of the bot's poller so far. */
    int handovers() {
        return telegram.referee().handovers(label).size();
    }

    /** Waits for the next change of the poller after this many. */
    TokenHandover awaitHandover(int after) throws InterruptedException {
        return Await.first(
                () -> {
                    List<TokenHandover> handovers = telegram.referee().handovers(label);
                    return handovers.size() > after
                            ? Optional.of(handovers.get(after))
                            : Optional.empty();
                },
                LIMIT,
                "first poll of another gateway");
    }

    /** Starts a gateway in the foreground and waits for its first poll. */
    RunningProcess running(ObservedHome home) throws InterruptedException {
        RunningProcess run = gateway(home).start("run");
        awaitPollAfterStartOf(run);
        home.awaitState("running", LIMIT);
        return run;
    }

    /** Stops a gateway with SIGTERM and waits for its end. */
    static void stop(RunningProcess run) throws InterruptedException {
        run.kill(Signal.TERM);
        run.awaitExit(LIMIT);
    }

    /** Returns the seconds between two values of {@link System#nanoTime()}. */
    static double seconds(long from, long to) {
        return seconds(Duration.ofNanos(to - from));
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
