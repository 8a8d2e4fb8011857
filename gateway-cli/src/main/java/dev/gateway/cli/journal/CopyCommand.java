package dev.gateway.cli.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.JournalFailure;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.journal.engine.CopiedTable;
import dev.gateway.core.journal.engine.JournalCopy;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.engine.JournalSource;
import dev.gateway.core.journal.engine.JournalTarget;
import dev.gateway.core.journal.engine.JournalTransfer;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.session.SessionRegistry;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway journal copy}. */
@Command(
        name = "copy",
        description = {
            "Copy the whole journal: accounts with their positions, messages, answers, known keys,"
                    + " history, who may talk, and files.",
            "Both ends are those of this home: its file 'journal.db', and the database under"
                    + " 'journal:' in its config. No gateway may run meanwhile, on no host. All of"
                    + " it is copied or nothing; the source stays as it is."
        },
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway journal copy --to postgres    then start the gateway on the database",
            "  gateway journal copy --to sqlite      then remove 'journal:' from the config",
            "",
            "Exit codes: 0 copied, 64 wrong use, 75 a gateway runs, the database does not answer,",
            "there is nothing to copy or the target has it already, 77 no permission, 78 the",
            "config names no database."
        })
final class CopyCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "ENGINE",
            description = "Where to: ${COMPLETION-CANDIDATES}.")
    private Target to;

    @Option(
            names = "--replace",
            description = "Replace what the database has of the same accounts.")
    private boolean replace;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    CopyCommand(CommandContext context) {
        this.context = context;
    }

    /** The engine of the copy, by its name. */
    enum Target {
        postgres,
        sqlite
    }

    @Override
    public Integer call() throws InterruptedException {
        JournalLocation shared;
        try {
            shared = global.journal();
        } catch (InvalidConfigException e) {
            return new ConfigProblemPrinter(context.err()).printSummary(e).number();
        }
        if (!shared.config().isShared()) {
            printError(
                    "%s names no database; add 'journal: {type: postgres, url: ...}', see docs/several-hosts.md."
                            .formatted(global.configFile()));
            return ExitCode.CONFIG.number();
        }
        try {
            return copyLocked(shared).number();
        } catch (IOException e) {
            printError(TerminalSanitizer.line(String.valueOf(e.getMessage())));
            return JournalFailure.exitCode(e).number();
        }
    }

    /** Copies while this process has the home, so that no gateway can start in it. */
    private ExitCode copyLocked(JournalLocation shared) throws IOException, InterruptedException {
        GatewayHome home = shared.home();
        if (!Files.isDirectory(home.folder())) {
            printError("There is no home " + home + ". Check --home.");
            return ExitCode.TRY_AGAIN;
        }
        Optional<InstanceLock> lock = InstanceLock.tryAcquire(home);
        if (lock.isEmpty()) {
            return refuse("A gateway runs in " + home);
        }
        try {
            if (!new SessionRegistry(home.sessions(), ProcessProbe.system()).living().isEmpty()) {
                return refuse("An old process of " + home + " still finishes its messages");
            }
            return copy(shared);
        } finally {
            lock.get().release();
        }
    }

    private ExitCode refuse(String reason) {
        printError("%s. Stop it: gateway stop%s".formatted(reason, global.repeated()));
        return ExitCode.TRY_AGAIN;
    }

    private ExitCode copy(JournalLocation shared) throws IOException, InterruptedException {
        JournalLocation own = JournalLocation.in(shared.home());
        JournalLocation from = to == Target.postgres ? own : shared;
        JournalLocation into = to == Target.postgres ? shared : own;
        long began = System.nanoTime();
        try (JournalSource source =
                JournalTransfer.named(from.config().type())
                        .source(from, this::printNotice)
                        .orElse(null)) {
            if (source == null) {
                printError("There is no journal in %s: nothing to copy.".formatted(name(from)));
                return ExitCode.TRY_AGAIN;
            }
            JournalCopy.Result result;
            try (JournalTarget target =
                    JournalTransfer.named(into.config().type())
                            .target(into, Clock.systemUTC(), this::printNotice)) {
                var progress = new CopyProgress(this::printNotice);
                result = JournalCopy.run(source, target, replace, progress);
            }
            report(from, into, result, (System.nanoTime() - began) / 1_000_000);
        }
        return ExitCode.OK;
    }

    private void report(
            JournalLocation from, JournalLocation into, JournalCopy.Result result, long millis) {
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("from", from.config().type()).put("to", into.config().type());
            ObjectNode copied = node.putObject("copied");
            for (CopiedTable table : CopiedTable.values()) {
                copied.put(table.title(), result.rows().get(table));
            }
            node.put("took_ms", millis).put("note", result.note().orElse(null));
            context.out().line(JsonTree.pretty(node));
            return;
        }
        context.out()
                .line(
                        "Copied %,d messages, %,d answers and %,d accounts from %s to %s in %.1f s."
                                .formatted(
                                        result.rows().get(CopiedTable.MESSAGES),
                                        result.rows().get(CopiedTable.ANSWERS),
                                        result.rows().get(CopiedTable.ACCOUNTS),
                                        name(from),
                                        name(into),
                                        millis / 1000.0));
        result.note().ifPresent(note -> context.out().line(note));
        context.out()
                .line(
                        to == Target.postgres
                                ? "Start it on the database: gateway start" + global.repeated()
                                : "Remove 'journal:' from %s, then: gateway start%s"
                                        .formatted(global.configFile(), global.repeated()));
    }

    private static String name(JournalLocation location) {
        return location.config().postgres().isPresent()
                ? location.config().postgres().get().toString()
                : location.home().journal().toString();
    }

    private void printNotice(String text) {
        context.err().line(TerminalSanitizer.line(text));
    }

    private void printError(String text) {
        context.err().line(context.err().paint(TextStyle.BAD, text));
    }
}
