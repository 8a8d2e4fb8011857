package dev.gateway.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.doctor.CheckResult.Status;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.terminal.DisplayWidth;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway doctor}. */
@Command(
        name = "doctor",
        description = {
            "Check everything this gateway needs, and name the next step for each problem. One"
                    + " line a fact: home, config, lock, PID file, tokens, clock, disk, journal,"
                    + " handler and platforms; with other hosts, these and their database. Changes"
                    + " nothing, and disturbs no poller."
        },
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway doctor",
            "  gateway doctor --offline --json | jq '.facts[] | select(.ok == false)'",
            "",
            "Exit codes: 0 all is well, 1 something is wrong."
        })
public final class DoctorCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Option(names = "--offline", description = "Ask no platform and no database anything.")
    private boolean offline;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public DoctorCommand(CommandContext context) {
        this.context = context;
    }

    /** Returns the checks in the order of their output. */
    private static List<DoctorCheck> checks() {
        return List.of(
                new JavaCheck(),
                new ClassArchiveCheck(),
                new HomeCheck(),
                new AdapterCheck(),
                new ConfigCheck(),
                new HandlerCheck(),
                new InstanceCheck(),
                new SessionCheck(),
                new ServiceCheck(),
                new TokenCheck(),
                new ClockCheck(),
                new DiskCheck(),
                new SqliteCheck(),
                new ClusterCheck(),
                new JournalCheck(),
                new ProxyCheck(),
                new PlatformCheck());
    }

    @Override
    public Integer call() throws InterruptedException {
        var diagnosis = DiagnosisContext.of(context, global, offline);
        List<CheckResult> results = new ArrayList<>();
        for (DoctorCheck check : checks()) {
            results.addAll(run(check, diagnosis));
        }
        boolean well = results.stream().noneMatch(result -> result.status() == Status.FAILED);
        if (json) {
            context.out().line(JsonTree.pretty(toJson(diagnosis, results, well)));
        } else {
            results.forEach(result -> print(result, context.out()));
            context.out().line(summary(results));
        }
        return well ? 0 : 1;
    }

    /** Runs a check. An exception becomes a failed result and does not prevent other checks. */
    private static List<CheckResult> run(DoctorCheck check, DiagnosisContext context)
            throws InterruptedException {
        String name = check.name();
        try {
            return check.check(context);
        } catch (AccessDeniedException e) {
            return List.of(
                    CheckResult.failed(
                            name,
                            "cannot be looked at: no permission for " + e.getFile(),
                            "run this as the home's owner"));
        } catch (IOException e) {
            return List.of(
                    CheckResult.failed(
                            name, "cannot be looked at: " + e, "look after that file or disk"));
        } catch (RuntimeException e) {
            return List.of(
                    CheckResult.failed(name, "cannot be looked at: " + e, "please report this"));
        }
    }

    private static void print(CheckResult result, ConsoleOutput out) {
        String symbol =
                switch (result.status()) {
                    case OK -> out.paint(TextStyle.GOOD, out.symbol("✔", "ok"));
                    case FAILED -> out.paint(TextStyle.BAD, out.symbol("✘", "!!"));
                    case WARNING -> out.paint(TextStyle.WARNING, out.symbol("!", "! "));
                    case SKIPPED -> out.paint(TextStyle.FAINT, out.symbol("–", "--"));
                };
        out.line(
                symbol
                        + " "
                        + DisplayWidth.pad(result.check(), 10)
                        + " "
                        + TerminalSanitizer.line(result.text()));
        result.next()
                .ifPresent(
                        next ->
                                out.line(
                                        " ".repeat(13)
                                                + out.paint(
                                                        TextStyle.HINT,
                                                        out.symbol("→ ", "-> ")
                                                                + TerminalSanitizer.line(next))));
    }

    private static String summary(List<CheckResult> results) {
        long wrong = results.stream().filter(result -> result.status() == Status.FAILED).count();
        return wrong == 0
                ? "All is well."
                : wrong == 1 ? "One thing is wrong." : wrong + " things are wrong.";
    }

    private static ObjectNode toJson(
            DiagnosisContext context, List<CheckResult> results, boolean well) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("ok", well)
                        .put("home", context.home().toString());
        ArrayNode array = node.putArray("facts");
        results.forEach(result -> array.add(result.toJson()));
        return node;
    }
}
