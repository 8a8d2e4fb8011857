package dev.gateway.sim.bench;

import dev.gateway.sim.bench.usage.ProcessSize;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.referee.PollRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Starts a gateway in a new home, asks for its status, chats a little and stops it. */
final class LifecycleBenchmark implements Benchmark {

    private static final int MESSAGES = 20;

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

        measured.put(Metric.STATUS, elapsed(home, "status"));
        measured.put(Metric.HELP, elapsed(home, "--help"));
        measured.put(Metric.VERSION, elapsed(home, "--version"));
        ProcessSize.of(run.pid())
                .ifPresent(
                        size -> {
                            measured.put(Metric.IDLE_MEMORY, size.residentMegabytes());
                            measured.put(Metric.IDLE_DIRTY, size.privateDirtyMegabytes());
                        });
        chat();
        ProcessSize.of(run.pid())
                .ifPresent(size -> measured.put(Metric.MEMORY, size.residentMegabytes()));
        long asked = System.nanoTime();
        run.kill(Signal.TERM);
        run.awaitExit(BenchEnvironment.LIMIT);
        measured.put(Metric.STOP, BenchEnvironment.seconds(asked, run.endedAt()));
        return measured;
    }

    private double elapsed(ObservedHome home, String command) throws InterruptedException {
        return BenchEnvironment.seconds(
                environment
                        .gateway(home)
                        .run(BenchEnvironment.LIMIT, command)
                        .expectExit(0)
                        .elapsed());
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
}
