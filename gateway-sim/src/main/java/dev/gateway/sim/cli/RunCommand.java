package dev.gateway.sim.cli;

import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.sim.chat.FakePlatformRegistry;
import dev.gateway.sim.console.ProgressPrinter;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.runner.ExpectationResult;
import dev.gateway.sim.runner.ProgramLocator;
import dev.gateway.sim.runner.RunReport;
import dev.gateway.sim.runner.ScenarioRunner;
import dev.gateway.sim.scenario.BuiltInScenarios;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.scenario.ScenarioReader;
import dev.gateway.sim.timeline.TimelinePage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway-sim run}: runs scenarios against the real command line. */
@Command(
        name = "run",
        description =
                "Runs scenarios: real gateway processes and fake platforms on 127.0.0.1, with every"
                        + " step observed. Each runs in homes of its own that are deleted afterwards.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway-sim run r4-stale-pid-file            one of the built-in ones, see list",
            "  gateway-sim run mine.yaml --report mine.html",
            "  gateway-sim run mine.yaml --repeat 20 --seed 7",
            "  gateway-sim run --all --report all.html",
            "  gateway-sim list --show r4-stale-pid-file > mine.yaml    a file to begin with",
            "  gateway-sim list --words                     all steps and expectations",
            "  gateway-sim run mine.yaml --adapters target",
            "      with platforms: {mine: ntfy}, whose adapter and fake are jars in target",
            "",
            "Exit: 0 all was as expected, 1 something was not, 64 a file is wrong, 78 no gateway"
                    + " found, or a jar cannot be used.",
        })
public final class RunCommand implements Callable<Integer> {

    private static final int BROKEN = 1;
    private static final int WRONG = 64;
    private static final int CANNOT_WRITE = 73;
    private static final int INTERRUPTED = 130;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description = "Scenario files, or names of built-in ones.")
    private List<String> scenarios = List.of();

    @Option(names = "--all", description = "All built-in ones.")
    private boolean all;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Write a page with the timeline of each run.")
    private Path report;

    @Option(names = "--json", description = "Print the results as JSON, one object a run.")
    private boolean json;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides what is left to chance; each repetition adds one. Default: 1.")
    private long seed = 1;

    @Option(names = "--repeat", paramLabel = "N", description = "Run each so many times.")
    private int repeat = 1;

    @Mixin private GatewayOption gateway;

    @Mixin private AdaptersOption adapters;

    @Spec private CommandSpec spec;

    private FakePlatformRegistry fakes;
    private final List<RunReport> reports = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Optional<FakePlatformRegistry> found = adapters.find(err);
        if (found.isEmpty()) {
            return AdaptersOption.UNUSABLE;
        }
        fakes = found.get();
        List<Scenario> parsed = new ArrayList<>();
        if (!readAll(parsed, err)) {
            return WRONG;
        }
        ProgressPrinter progress = ProgressPrinter.onStderr(err);
        try {
            int code = runAll(parsed, progress);
            conclude(parsed.size());
            return writeReport(err) ? code : CANNOT_WRITE;
        } catch (InterruptedException e) {
            err.println("Interrupted.");
            return INTERRUPTED;
        } catch (ExpectationFailedException missing) {
            err.println(missing.getMessage());
            return GatewayOption.NO_GATEWAY;
        } finally {
            progress.clear();
        }
    }

    private boolean readAll(List<Scenario> parsed, PrintWriter err) {
        List<String> wanted = new ArrayList<>(all ? BuiltInScenarios.names() : List.of());
        wanted.addAll(scenarios);
        if (wanted.isEmpty() || repeat < 1) {
            err.println("Name a scenario file, or one of: gateway-sim list");
            return false;
        }
        boolean good = true;
        for (String name : wanted) {
            good &= read(name, parsed, err);
        }
        return good;
    }

    private boolean read(String name, List<Scenario> parsed, PrintWriter err) {
        Path file = Path.of(name);
        try {
            parsed.add(
                    !Files.exists(file) && BuiltInScenarios.names().contains(name)
                            ? BuiltInScenarios.scenario(name)
                            : new ScenarioReader(System::getenv, fakes).read(file));
            return true;
        } catch (InvalidConfigException wrong) {
            for (ConfigProblem problem : wrong.problems()) {
                err.println(file + ": " + problem.oneLine());
            }
            return false;
        }
    }

    private int runAll(List<Scenario> parsed, ProgressPrinter progress)
            throws InterruptedException {
        ProgramLocator programs = new ProgramLocator(gateway.asked(), fakes);
        programs.warmUp(parsed);
        for (Scenario scenario : parsed) {
            if (scenario.needs().isPresent()) {
                skip(scenario);
                continue;
            }
            for (int i = 0; i < repeat; i++) {
                run(scenario, seed + i, progress);
            }
        }
        return reports.stream().allMatch(RunReport::good) ? 0 : BROKEN;
    }

    private void run(Scenario scenario, long number, ProgressPrinter progress)
            throws InterruptedException {
        String label = scenario.name() + (repeat > 1 ? " (seed " + number + ")" : "");
        if (!json) {
            progress.line(label + ": " + scenario.title());
        }
        long began = System.nanoTime();
        ScenarioRunner run =
                new ScenarioRunner(
                        new ProgramLocator(gateway.asked(), fakes),
                        text -> progress.now(label + "  " + seconds(began) + "  " + text));
        try (Workspace workspace = Workspace.open("gateway-scenario")) {
            RunReport result = runScenario(run, scenario, workspace, number);
            reports.add(result);
            print(result);
        }
    }

    private static RunReport runScenario(
            ScenarioRunner run, Scenario scenario, Workspace workspace, long number)
            throws InterruptedException {
        try {
            return run.run(scenario, workspace, number);
        } catch (ExpectationFailedException e) {
            if (workspace.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    private static String seconds(long began) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - began) / 1e9);
    }

    private void skip(Scenario scenario) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(RunReportJson.skipped(scenario));
        } else {
            out.printf(
                    "SKIPPED  %s: needs %s. %s%n",
                    scenario.name(), scenario.needs().orElseThrow(), scenario.shownBy().orElse(""));
        }
        out.flush();
    }

    private void print(RunReport run) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(RunReportJson.of(run));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s  %s, %.1f s%s%n",
                    run.good() ? "ok      " : "BROKEN  ",
                    run.scenario(),
                    run.elapsed().toMillis() / 1000.0,
                    repeat > 1 ? ", seed " + run.seed() : "");
            run.failure().ifPresent(text -> out.println("    ✗ " + text.strip()));
            for (ExpectationResult result : run.results()) {
                out.println("    " + (result.satisfied() ? "✓ " : "✗ ") + result.line());
            }
        }
        out.flush();
    }

    private void conclude(int count) {
        if (json || reports.size() < 2) {
            return;
        }
        long good = reports.stream().filter(RunReport::good).count();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%d scenarios, %d runs: %d as expected, %d not.%n",
                count, reports.size(), good, reports.size() - good);
        out.flush();
    }

    private boolean writeReport(PrintWriter err) {
        if (report == null || reports.isEmpty()) {
            return true;
        }
        try {
            TimelinePage.write(
                    report,
                    "Gateway scenarios",
                    reports.stream().map(RunReport::timeline).toList());
            err.println("Timeline: " + report.toAbsolutePath().normalize());
            return true;
        } catch (IOException e) {
            err.println("Cannot write " + report + ": " + e + ". Name another file: --report FILE");
            return false;
        }
    }
}
