package dev.gateway.sim.bench;

import dev.gateway.core.process.ProcessProbe;
import dev.gateway.sim.bench.usage.ProcessSize;
import dev.gateway.sim.fleet.BotFleet;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Workspace;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Starts a gateway with many bots in a new home, asks about it, sends a message to each, restarts
 * it and stops it.
 */
final class FleetBenchmark implements Benchmark {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final double RARE = 0.99;

    private final Workspace workspace;
    private final MeasuredGateway measuredGateway;
    private final BotFleet fleet;
    private final int bots;

    FleetBenchmark(Workspace workspace, MeasuredGateway gateway, BotFleet fleet, int bots) {
        this.workspace = workspace;
        measuredGateway = gateway;
        this.fleet = fleet;
        this.bots = bots;
    }

    @Override
    public String title() {
        return BenchmarkSuite.fleet(bots);
    }

    @Override
    public Map<Metric, Double> measure() throws InterruptedException {
        var measured = new EnumMap<Metric, Double>(Metric.class);
        ObservedHome home = workspace.newHome().write(fleet.config());
        GatewayCommandLine gateway = measuredGateway.commandLine(workspace.scope(), home);
        fleet.forget();
        start(gateway, home, measured);
        measured.put(Metric.FLEET_STATUS, elapsed(gateway, "status"));
        measured.put(Metric.FLEET_TOKENS, elapsed(gateway, "tokens"));
        long said = System.nanoTime();
        fleet.chatOnce(LIMIT);
        measured.put(Metric.FLEET_ANSWERED, BenchEnvironment.seconds(said, System.nanoTime()));
        restart(gateway, home, measured);
        stop(gateway, home, measured);
        fleet.expectNoViolation();
        if (fleet.overlapped() > 0) {
            throw new ExpectationFailedException(
                    fleet.overlapped() + " bots had two pollers at once");
        }
        return measured;
    }

    private void start(GatewayCommandLine gateway, ObservedHome home, Map<Metric, Double> measured)
            throws InterruptedException {
        RunningProcess start = gateway.start("start");
        Await.until(
                () -> allPolled(start).isPresent(),
                LIMIT,
                () ->
                        "%d of %d bots were polled within %d s%n%s"
                                .formatted(
                                        fleet.polledSince(start.startedAt()),
                                        bots,
                                        LIMIT.toSeconds(),
                                        lastLines(home)));
        long last = allPolled(start).orElseThrow();
        measured.put(Metric.FLEET_POLLING, BenchEnvironment.seconds(start.startedAt(), last));
        start.awaitResult(LIMIT).expectExit(0);
        home.awaitState("running", LIMIT);
        ProcessSize.of(holder(home))
                .ifPresent(
                        size -> {
                            measured.put(Metric.FLEET_MEMORY, size.residentMegabytes());
                            measured.put(Metric.FLEET_THREADS, size.threads());
                            measured.put(Metric.FLEET_DESCRIPTORS, size.descriptors());
                        });
    }

    private static String lastLines(ObservedHome home) {
        List<String> lines = home.log();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private Optional<Long> allPolled(RunningProcess start) {
        OptionalLong last = fleet.allPolledSince(start.startedAt());
        if (last.isEmpty() && start.exit().filter(code -> code != 0).isPresent()) {
            throw new ExpectationFailedException(
                    "%s ended with exit code %d before each bot was polled%n%s"
                            .formatted(
                                    measuredGateway.launcher(),
                                    start.exit().get(),
                                    String.join("\n", start.stderr())));
        }
        return last.stream().boxed().findFirst();
    }

    private static double elapsed(GatewayCommandLine gateway, String command)
            throws InterruptedException {
        return BenchEnvironment.seconds(gateway.run(LIMIT, command).expectExit(0).elapsed());
    }

    private void restart(
            GatewayCommandLine gateway, ObservedHome home, Map<Metric, Double> measured)
            throws InterruptedException {
        long asked = System.nanoTime();
        Duration whole = gateway.run(LIMIT, "restart").expectExit(0).elapsed();
        List<Duration> gaps =
                Await.first(() -> fleet.gapsSince(asked), LIMIT, "poll of each bot by another");
        measured.put(Metric.FLEET_GAP, gap(gaps, 0.5));
        measured.put(Metric.FLEET_GAP_RARE, gap(gaps, RARE));
        measured.put(Metric.FLEET_GAP_LAST, gap(gaps, 1));
        measured.put(Metric.FLEET_RESTART, BenchEnvironment.seconds(whole));
        home.awaitState("running", LIMIT);
    }

    private static double gap(List<Duration> sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return BenchEnvironment.seconds(sorted.get(Math.max(1, rank) - 1));
    }

    private static void stop(
            GatewayCommandLine gateway, ObservedHome home, Map<Metric, Double> measured)
            throws InterruptedException {
        ProcessHandle process = ProcessHandle.of(holder(home)).orElseThrow();
        long asked = System.nanoTime();
        process.destroy();
        // Its parent may take a second to notice that it has ended.
        ProcessProbe probe = ProcessProbe.system();
        Await.until(() -> !probe.state(process.pid()).isAlive(), LIMIT, "end of the gateway");
        measured.put(Metric.FLEET_STOP, BenchEnvironment.seconds(asked, System.nanoTime()));
        gateway.run(LIMIT, "stop").expectExit(0);
    }

    private static long holder(ObservedHome home) {
        return home.lockHolder()
                .orElseThrow(
                        () -> new ExpectationFailedException("no gateway holds " + home.path()));
    }
}
