package dev.gateway.cli.view;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.message.HandlerState;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.status.RecordedStatus;
import dev.gateway.core.status.StatusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/** {@code gateway status}. */
public final class StatusCommand implements Callable<Integer> {

    private static final String CLEAR = "\u001b[2J";
    private static final String TOP = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";

    private final CommandContext context;

    private final GlobalOptions global = new GlobalOptions();

    private boolean json;

    private boolean watch;

    /** Returns the command. */
    public static CommandSpec of(CommandContext context) {
        var command = new StatusCommand(context);
        return CommandModel.of(
                        "status",
                        command,
                        "Show the gateway of this home and each of its platforms. Changes nothing.")
                .examples(
                        "  gateway status --watch",
                        "  gateway status --json | jq .platforms",
                        "",
                        "Exit codes: 0 running, 1 not running but a stale PID file, 3 not running,",
                        "4 unknown.")
                .global(command.global)
                .flag(
                        given -> command.json = given,
                        "Print JSON; with --watch one object a line.",
                        "--json")
                .flag(
                        given -> command.watch = given,
                        "Refresh every second until Ctrl-C.",
                        "-w",
                        "--watch")
                .spec();
    }

    private StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        StatusReader reader = context.statusReader(global.home());
        ConsoleOutput output = context.out();
        if (watch && !json && output.isInteractive()) {
            output.write(CLEAR);
        }
        while (true) {
            StatusReader.Report report = reader.read();
            print(report, output);
            if (!watch || output.isBroken()) {
                return report.exit(); // or the reader is gone
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void print(StatusReader.Report report, ConsoleOutput output) {
        if (json) {
            output.line(watch ? JsonTree.text(report.json()) : JsonTree.pretty(report.json()));
            return;
        }
        var table =
                new StatusTable(
                        report.status(),
                        damagedJournal(report.status()),
                        report.disagree(),
                        context.host().clock().instant(),
                        output);
        // In place: lines are overwritten, not cleared first, so nothing flickers.
        boolean inPlace = watch && output.isInteractive();
        StringBuilder text = new StringBuilder(inPlace ? TOP : "");
        String end = inPlace ? REST_OF_LINE : "";
        List<String> lines = table.lines();
        if (report.status().isIn(GatewayState.STOPPED) && !Files.exists(global.configFile())) {
            lines.add(
                    "config    none yet: begin with "
                            + output.paint(
                                    TextStyle.HINT,
                                    "'gateway config init" + global.repeated() + "'"));
        }
        int fit = inPlace && output.height() > 2 ? output.height() - 1 : Integer.MAX_VALUE;
        if (lines.size() > fit) {
            // Lines that scroll away cannot be overwritten.
            int more = lines.size() - fit + 1;
            lines = new ArrayList<>(lines.subList(0, fit - 1));
            lines.add(output.symbol("…", "...") + " " + more + " more lines");
        }
        lines.forEach(line -> text.append(line).append(end).append('\n'));
        output.write(text.append(inPlace ? REST_OF_SCREEN : "").toString());
    }

    /**
     * Returns the damaged journal that was replaced. A gateway whose platforms are all connected is
     * degraded for this reason only; the journal itself is not opened for a status.
     */
    private Optional<String> damagedJournal(RecordedStatus status) {
        if (!status.isIn(GatewayState.DEGRADED)) {
            return Optional.empty();
        }
        if (status.handler().is(HandlerState.FAILING)) {
            return Optional.empty();
        }
        for (RecordedStatus.Platform platform : status.platforms()) {
            if (!platform.is(PlatformState.CONNECTED) && !platform.is(PlatformState.DISABLED)) {
                return Optional.empty();
            }
        }
        Path journal = global.home().journal();
        try (var files = Files.list(journal.getParent())) {
            return files.map(Path::toString)
                    .filter(file -> file.startsWith(journal + ".damaged-"))
                    .filter(file -> !file.endsWith("-wal") && !file.endsWith("-shm"))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
