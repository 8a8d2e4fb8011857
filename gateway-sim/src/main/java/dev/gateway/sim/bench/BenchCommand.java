package dev.gateway.sim.bench;

import dev.gateway.sim.cli.GatewayOption;
import dev.gateway.sim.console.ProgressPrinter;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
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
            "  gateway-sim bench --runs 3 --gateway ~/gateway/bin/gateway",
            "  gateway-sim bench --json | jq .figures.start.median",
            "",
            "Exit: 0 measured, 1 the gateway did not do as expected, 78 no gateway found.",
        })
public final class BenchCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;

    @Mixin private GatewayOption gateway;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "7",
            description = "How often each figure is measured. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--json", description = "For programs, with all values.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (runs < 1) {
            throw new ParameterException(spec.commandLine(), "--runs is at least 1, not " + runs);
        }
        PrintWriter err = spec.commandLine().getErr();
        Path launcher;
        try {
            launcher = gateway.launcher();
        } catch (ExpectationFailedException missing) {
            err.println(missing.getMessage());
            return GatewayOption.NO_GATEWAY;
        }
        try (Workspace workspace = Workspace.open("gateway-bench")) {
            return measure(workspace, launcher, err);
        }
    }

    private int measure(Workspace workspace, Path launcher, PrintWriter err) {
        try {
            print(new BenchmarkSuite(launcher, runs, ProgressPrinter.onStderr(err)).run(workspace));
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("Interrupted.");
            return INTERRUPTED;
        } catch (ExpectationFailedException e) {
            err.println(workspace.interrupted() ? "Interrupted." : e.getMessage());
            return workspace.interrupted() ? INTERRUPTED : FAILED;
        }
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
