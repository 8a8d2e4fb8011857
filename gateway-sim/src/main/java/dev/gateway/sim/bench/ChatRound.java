package dev.gateway.sim.bench;

import dev.gateway.sim.chat.Said;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.referee.LedgerMessage;
import dev.gateway.sim.stage.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many people write at once; how long until the last of them is answered. */
final class ChatRound implements Round {

    private static final int PEOPLE = 20;
    private static final int MESSAGES_EACH = 25;

    private final Bed bed;
    private RunningProcess run;

    ChatRound(Bed bed) {
        this.bed = bed;
    }

    @Override
    public String title() {
        return "chat";
    }

    @Override
    public void prepare() throws InterruptedException {
        run = bed.running(bed.newHome());
        measure();
    }

    @Override
    public Map<Figure, Double> measure() throws InterruptedException {
        List<Said> said = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < MESSAGES_EACH; i++) {
            for (int person = 0; person < PEOPLE; person++) {
                said.add(bed.telegram().user("person " + person).says("<" + i + ">"));
            }
        }
        List<Said> open = new ArrayList<>(said);
        Await.until(
                () -> {
                    // Most of them are answered in order: the look is short until the end.
                    open.removeIf(one -> !one.answers().isEmpty());
                    return open.isEmpty();
                },
                Bed.LIMIT,
                "answer to each of " + said.size() + " messages");
        long ended =
                said.stream()
                        .map(Said::fate)
                        .map(LedgerMessage::answers)
                        .mapToLong(answers -> answers.get(0).nanos() - began)
                        .max()
                        .orElseThrow();
        return Map.of(Figure.MESSAGES, said.size() / Bed.seconds(0, ended));
    }

    @Override
    public void end() throws InterruptedException {
        Bed.stop(run);
    }
}
