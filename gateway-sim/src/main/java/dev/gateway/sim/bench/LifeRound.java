package dev.gateway.sim.bench;

import dev.gateway.sim.chat.Said;
import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.referee.PollerRecord;
import dev.gateway.sim.stage.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A gateway in a new home starts, tells its status, chats a little and stops. */
final class LifeRound implements Round {

    private static final int MESSAGES = 20;
    private static final double KIBIBYTE_IN_MEGABYTES = 1024 / 1e6;

    private final Bed bed;

    LifeRound(Bed bed) {
        this.bed = bed;
    }

    @Override
    public String title() {
        return "start, status, memory, stop";
    }

    @Override
    public Map<Figure, Double> measure() throws InterruptedException {
        var measured = new EnumMap<Figure, Double>(Figure.class);
        GatewayHomeDir home = bed.newHome();
        RunningProcess run = bed.gateway(home).start("run");
        PollerRecord poll = bed.awaitPollAfterStartOf(run);
        measured.put(Figure.START, Bed.seconds(run.startedAt(), poll.startNanos()));
        home.awaitState("running", Bed.LIMIT);

        measured.put(
                Figure.STATUS,
                Bed.seconds(bed.gateway(home).run(Bed.LIMIT, "status").expectExit(0).elapsed()));
        chat();
        if (Files.exists(status(run))) {
            measured.put(Figure.MEMORY, residentMegabytes(run));
        }
        long asked = System.nanoTime();
        run.kill(Signal.TERM);
        run.awaitExit(Bed.LIMIT);
        measured.put(Figure.STOP, Bed.seconds(asked, run.endedAt()));
        return measured;
    }

    private void chat() throws InterruptedException {
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            said.add(bed.telegram().user("user " + i % 4).says("message " + i));
        }
        Await.until(
                () -> said.stream().noneMatch(one -> one.answers().isEmpty()),
                Bed.LIMIT,
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
                            .orElseThrow(() -> new ExpectationFailed("no VmRSS in " + status(run)))
                    * KIBIBYTE_IN_MEGABYTES;
        } catch (IOException e) {
            throw new ExpectationFailed("cannot read " + status(run) + ": " + e.getMessage());
        }
    }
}
