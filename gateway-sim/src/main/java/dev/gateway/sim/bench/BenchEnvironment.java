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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What all rounds measure on: a fake Telegram with one bot, and homes that poll it. */
final class BenchEnvironment {

    /** For everything that takes a second or less on a quiet machine. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final Workspace workspace;
    private final Path launcher;
    private final FakeTelegram telegram;
    private final String label;

    BenchEnvironment(Workspace workspace, Path launcher, FakeTelegram telegram) {
        this.workspace = workspace;
        this.launcher = launcher;
        this.telegram = telegram;
        label = TokenLabel.of(telegram.type(), telegram.token());
    }

    /** A new home with a config. */
    ObservedHome newHome() {
        return workspace.newHome().write(HomeConfig.echo().with("bench", telegram));
    }

    /** The command for a home. */
    GatewayCommandLine gateway(ObservedHome home) {
        return GatewayCommandLine.of(workspace.scope(), launcher).withHome(home);
    }

    FakeTelegram telegram() {
        return telegram;
    }

    /** The first poll since this was started, by whatever process. */
    PollRecord awaitPollAfterStartOf(RunningProcess command) throws InterruptedException {
        return Await.first(
                () -> {
                    Optional<Integer> exit = command.exit();
                    Optional<PollRecord> poll = pollAfter(command.startedAt());
                    if (poll.isEmpty() && exit.isPresent() && exit.get() != 0) {
                        throw new ExpectationFailedException(
                                "%s ended with exit code %d before its first poll%n%s"
                                        .formatted(
                                                launcher,
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

    /** How often the poller of the bot has changed so far. */
    int handovers() {
        return telegram.referee().handovers(label).size();
    }

    /** The next change of the poller after this many. */
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

    /** A gateway in the foreground that polls. */
    RunningProcess running(ObservedHome home) throws InterruptedException {
        RunningProcess run = gateway(home).start("run");
        awaitPollAfterStartOf(run);
        home.awaitState("running", LIMIT);
        return run;
    }

    /** Stops it in order. */
    static void stop(RunningProcess run) throws InterruptedException {
        run.kill(Signal.TERM);
        run.awaitExit(LIMIT);
    }

    /** Seconds between two {@link System#nanoTime()}. */
    static double seconds(long from, long to) {
        return seconds(Duration.ofNanos(to - from));
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
