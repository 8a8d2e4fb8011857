package dev.gateway.sim.bench;

import dev.gateway.sim.cli.GatewayOption;
import dev.gateway.sim.console.ProgressPrinter;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway-sim bench}: measures the packaged gateway. */
@Command(
        name = "bench",
        description =
                "Measures the packaged gateway against a fake Telegram: how fast it starts, stops,"
                        + " hands over and comes back, how many messages it answers, how much memory"
                        + " it takes. The aims hold on a machine that does nothing else.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway-sim bench",
            "  gateway-sim bench --bots 1000 --runs 3",
            "  gateway-sim bench --chats 64 --runs 5",
            "  gateway-sim bench --bots 1000 --chats 1 --cpus 4 --json",
            "  gateway-sim bench --chats 512 --handler http --send-delay 50",
            "  gateway-sim bench --chats 64 --json > before.json",
            "  gateway-sim bench --chats 64 --compare before.json",
            "  gateway-sim bench --runs 3 --gateway ~/gateway/bin/gateway",
            "  gateway-sim bench --json | jq .figures.start.median",
            "",
            "Exit: 0 measured, 1 the gateway did not do as expected or is worse than --compare says,",
            "      64 wrong usage, 78 no gateway found, or no strace for --disk-delay.",
        })
public final class BenchCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;

    @Mixin private GatewayOption gateway;

    @Mixin private LoadOptions load;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "7",
            description = "How often each figure is measured. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--bots",
            paramLabel = "N",
            description =
                    "Measures one gateway with N bots: until all are polled, how long each is not"
                            + " polled at a restart, the size of the process. The aims are those for"
                            + " 1000. With --chats, --handler or --send-delay: load instead.")
    private Integer bots;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            description =
                    "How many processors the gateway's JVM is told to see"
                            + " (-XX:ActiveProcessorCount). Default: all.")
    private Integer cpus;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description =
                    "A former --json of the same options: shows what has changed; exit 1 if a"
                            + " figure that is stable on a busy machine is worse: processor time,"
                            + " system calls, commits a message, memory, threads.")
    private Path former;

    @Option(names = "--json", description = "For programs, with all values.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (runs < 1) {
            throw new ParameterException(spec.commandLine(), "--runs is at least 1, not " + runs);
        }
        if (bots != null && bots < 1) {
            throw new ParameterException(spec.commandLine(), "--bots is at least 1, not " + bots);
        }
        if (cpus != null && cpus < 1) {
            throw new ParameterException(spec.commandLine(), "--cpus is at least 1, not " + cpus);
        }
        load.mistake()
                .ifPresent(
                        mistake -> {
                            throw new ParameterException(spec.commandLine(), mistake);
                        });
        Optional<BenchComparison> comparison = comparison();
        PrintWriter err = spec.commandLine().getErr();
        Path launcher;
        try {
            launcher = gateway.launcher();
        } catch (ExpectationFailedException missing) {
            err.println(missing.getMessage());
            return GatewayOption.NO_GATEWAY;
        }
        if (load.slowsDisk() && MeasuredGateway.withoutSlowDisk().isPresent()) {
            err.println(MeasuredGateway.withoutSlowDisk().get());
            return GatewayOption.NO_GATEWAY;
        }
        try (Workspace workspace = Workspace.open("gateway-bench")) {
            return measure(workspace, launcher, comparison, err);
        }
    }

    private int measure(
            Workspace workspace,
            Path launcher,
            Optional<BenchComparison> comparison,
            PrintWriter err) {
        try {
            var measured =
                    new MeasuredGateway(
                            launcher, cpus == null ? OptionalInt.empty() : OptionalInt.of(cpus));
            BenchReport report =
                    run(
                            new BenchmarkSuite(measured, runs, ProgressPrinter.onStderr(err)),
                            workspace);
            print(report);
            comparison.ifPresent(former -> print(former.compare(report), err));
            return comparison.filter(BenchComparison::hasRegression).isPresent() ? FAILED : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("Interrupted.");
            return INTERRUPTED;
        } catch (ExpectationFailedException e) {
            err.println(workspace.interrupted() ? "Interrupted." : e.getMessage());
            return workspace.interrupted() ? INTERRUPTED : FAILED;
        }
    }

    private String scene() {
        return load.scene(bots())
                .map(LoadScene::title)
                .orElseGet(() -> bots == null ? BenchmarkSuite.SUITE : BenchmarkSuite.fleet(bots));
    }

    private int bots() {
        return bots == null ? 1 : bots;
    }

    private BenchReport run(BenchmarkSuite suite, Workspace workspace) throws InterruptedException {
        Optional<LoadScene> scene = load.scene(bots());
        if (scene.isPresent()) {
            return suite.runLoad(workspace, scene.get());
        }
        return bots == null ? suite.run(workspace) : suite.runFleet(workspace, bots);
    }

    private Optional<BenchComparison> comparison() {
        try {
            return Optional.ofNullable(former).map(file -> BenchComparison.with(file, scene()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void print(BenchComparison comparison, PrintWriter err) {
        PrintWriter out = json ? err : spec.commandLine().getOut();
        comparison.lines().forEach(out::println);
        out.flush();
    }

    private void print(BenchReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json().toPrettyString());
        } else {
            report.table().forEach(out::println);
        }
        out.flush();
    }
}
