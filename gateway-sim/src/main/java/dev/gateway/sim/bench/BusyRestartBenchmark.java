package dev.gateway.sim.bench;

import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.referee.LedgerMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Restarts a gateway whose handler works on a message until after the restart, while another person
 * chats.
 */
final class BusyRestartBenchmark implements Benchmark {

    private static final Duration RESTART_LIMIT = BenchEnvironment.LIMIT.multipliedBy(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Longer than any restart takes; the handler works no longer than the restart. */
    private static final Duration DRAIN = BenchEnvironment.LIMIT.multipliedBy(2);

    private static final int RARE = 99;
    private static final int ALL = 100;

    /** Echoes; a text that begins with {@code slow} only when its file is gone. */
    private static final String HANDLER =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              case "$text" in
                slow*) (
                  : > busy
                  while [ -e busy ]; do sleep 0.05; done
                  printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text"
                ) & ;;
                *) printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text" ;;
              esac
            done
            """;

    private final BenchEnvironment environment;
    private final GatewayCommandLine gateway;
    private final Path handler;
    private final Path busy;
    private int restarts;

    BusyRestartBenchmark(BenchEnvironment environment) {
        this.environment = environment;
        ObservedHome home = environment.newHome();
        home.write(
                HomeConfig.echo()
                        .with("drain_timeout", DRAIN)
                        .with("bench", environment.telegram())
                        .withHandler("{type: process, command: [sh, slow.sh]}"));
        gateway = environment.gateway(home);
        handler = home.path().resolve("slow.sh");
        busy = home.path().resolve("busy");
    }

    @Override
    public String title() {
        return "restart with a message in flight";
    }

    @Override
    public void prepare() throws InterruptedException {
        try {
            Files.writeString(handler, HANDLER);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + handler, e);
        }
        RunningProcess start = gateway.start("start");
        environment.awaitPollAfterStartOf(start);
        start.awaitResult(BenchEnvironment.LIMIT).expectExit(0);
    }

    @Override
    public Map<Metric, Double> measure() throws InterruptedException {
        restarts++;
        SentMessage slow = environment.telegram().user("sam").says("slow <" + restarts + ">");
        Await.until(() -> Files.exists(busy), BenchEnvironment.LIMIT, "sign of the handler");
        int before = environment.handovers();
        List<SentMessage> others;
        try (ChatGenerator chat =
                ChatGenerator.start(environment.telegram().user("tim " + restarts), PAUSE)) {
            gateway.run(RESTART_LIMIT, "restart").expectExit(0);
            chat.stop();
            chat.awaitAnswers(BenchEnvironment.LIMIT);
            others = chat.messages();
        }
        if (!slow.answers().isEmpty()) {
            throw new ExpectationFailedException("the handler did not wait for the restart");
        }
        finish();
        Await.until(
                () -> !slow.answers().isEmpty(), BenchEnvironment.LIMIT, "answer of the old one");
        return Map.of(
                Metric.BUSY_RESTART_GAP,
                BenchEnvironment.seconds(environment.awaitHandover(before).gap()),
                Metric.BUSY_RESTART_ANSWER,
                rare(others));
    }

    private void finish() {
        try {
            Files.deleteIfExists(busy);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + busy, e);
        }
    }

    /** Returns the time in which 99 of 100 messages were answered. */
    private static double rare(List<SentMessage> messages) {
        List<Double> sorted =
                messages.stream()
                        .map(SentMessage::ledgerMessage)
                        .map(BusyRestartBenchmark::answeredAfter)
                        .sorted()
                        .toList();
        return sorted.get((sorted.size() - 1) * RARE / ALL);
    }

    private static double answeredAfter(LedgerMessage message) {
        if (message.answers().size() != 1) {
            throw new ExpectationFailedException(
                    message.text() + " was answered " + message.answers().size() + " times");
        }
        return BenchEnvironment.seconds(message.saidNanos(), message.answers().get(0).nanos());
    }

    @Override
    public void end() throws InterruptedException {
        gateway.run(BenchEnvironment.LIMIT, "stop").expectExit(0);
    }
}
