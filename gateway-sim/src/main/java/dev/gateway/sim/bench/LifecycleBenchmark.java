package dev.gateway.sim.bench;

import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.referee.PollRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Starts a gateway in a new home, asks for its status, chats a little and stops it. */
final class LifecycleBenchmark implements Benchmark {

    private static final int MESSAGES = 20;
    private static final double KIBIBYTE_IN_MEGABYTES = 1024 / 1e6;

    private final BenchEnvironment environment;

    LifecycleBenchmark(BenchEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public String title() {
        return "start, status, memory, stop";
    }

    @Override
    public Map<Metric, Double> measure() throws InterruptedException {
        var measured = new EnumMap<Metric, Double>(Metric.class);
        ObservedHome home = environment.newHome();
        RunningProcess run = environment.gateway(home).start("run");
        PollRecord poll = environment.awaitPollAfterStartOf(run);
        measured.put(Metric.START, BenchEnvironment.seconds(run.startedAt(), poll.startNanos()));
        home.awaitState("running", BenchEnvironment.LIMIT);

        measured.put(
                Metric.STATUS,
                BenchEnvironment.seconds(
                        environment
                                .gateway(home)
                                .run(BenchEnvironment.LIMIT, "status")
                                .expectExit(0)
                                .elapsed()));
        chat();
        if (Files.exists(status(run))) {
            measured.put(Metric.MEMORY, residentMegabytes(run));
        }
        long asked = System.nanoTime();
        run.kill(Signal.TERM);
        run.awaitExit(BenchEnvironment.LIMIT);
        measured.put(Metric.STOP, BenchEnvironment.seconds(asked, run.endedAt()));
        return measured;
    }

    private void chat() throws InterruptedException {
        List<SentMessage> said = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            said.add(environment.telegram().user("user " + i % 4).says("message " + i));
        }
        Await.until(
                () -> said.stream().noneMatch(one -> one.answers().isEmpty()),
                BenchEnvironment.LIMIT,
                "answer to each message");
    }

    private static Path status(RunningProcess run) {
        return Path.of("/proc", Long.toString(run.pid()), "status");
    }

    private static double residentMegabytes(RunningProcess run) {
        try {
            return Files.readAllLines(status(run)).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new ExpectationFailedException(
                                                    "no VmRSS in " + status(run)))
                    * KIBIBYTE_IN_MEGABYTES;
        } catch (IOException e) {
            throw new ExpectationFailedException(
                    "cannot read " + status(run) + ": " + e.getMessage());
        }
    }
}
