package dev.gateway.sim.bench;

import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.referee.LedgerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lets many users write at once; measures the time until the last of them is answered. */
final class ChatBenchmark implements Benchmark {

    private static final int PEOPLE = 20;
    private static final int MESSAGES_EACH = 25;

    private final BenchEnvironment environment;
    private RunningProcess run;

    ChatBenchmark(BenchEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public String title() {
        return "chat";
    }

    @Override
    public void prepare() throws InterruptedException {
        run = environment.running(environment.newHome());
        measure();
    }

    @Override
    public Map<Metric, Double> measure() throws InterruptedException {
        List<SentMessage> said = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < MESSAGES_EACH; i++) {
            for (int person = 0; person < PEOPLE; person++) {
                said.add(environment.telegram().user("person " + person).says("<" + i + ">"));
            }
        }
        List<SentMessage> open = new ArrayList<>(said);
        Await.until(
                () -> {
                    // Most messages are answered in order, so the loop is short until the end.
                    open.removeIf(one -> !one.answers().isEmpty());
                    return open.isEmpty();
                },
                BenchEnvironment.LIMIT,
                "answer to each of " + said.size() + " messages");
        long ended =
                said.stream()
                        .map(SentMessage::ledgerMessage)
                        .map(LedgerMessage::answers)
                        .mapToLong(answers -> answers.get(0).nanos() - began)
                        .max()
                        .orElseThrow();
        return Map.of(Metric.MESSAGES, said.size() / BenchEnvironment.seconds(0, ended));
    }

    @Override
    public void end() throws InterruptedException {
        BenchEnvironment.stop(run);
    }
}
