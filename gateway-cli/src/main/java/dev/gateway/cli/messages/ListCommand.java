package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.terminal.AgeFormat;
import dev.gateway.core.terminal.DisplayWidth;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway messages list}. */
@Command(
        name = "list",
        description =
                "List messages and answers that are not finished: parked, pending, in flight, to"
                        + " send. The oldest come first.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages list --parked",
            "  gateway messages list --platform mama --json | jq '.messages[].id'",
            "",
            "Exit codes: 0 listed, 75 no journal, or it cannot be read now, 77 no permission."
        })
public final class ListCommand implements Callable<Integer> {

    private static final String INDENT = "  ";
    private static final int MAX_CONVERSATION = 60;

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Option(
            names = "--parked",
            description = "Only what is parked: it failed too often and waits for you.")
    private boolean parked;

    @Option(names = "--platform", paramLabel = "NAME", description = "Only of this account.")
    private String platform;

    @Option(names = "-n", paramLabel = "N", description = "At most N (default: 50).")
    private int most = 50;

    @Option(names = "--json", description = "Print one JSON object, with whole texts.")
    private boolean json;

    ListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return new JournalAccess(context, global).read(this::list);
    }

    private ExitCode list(JournalAdmin journal, ConsoleOutput out) throws IOException {
        var journalView = new JournalView(journal);
        Predicate<JournalItem> wanted =
                item -> platform == null || item.account().isCalled(platform);
        int limit = Math.max(0, most);
        JournalView.Page page =
                parked ? journalView.parked(wanted, limit) : journalView.open(wanted, limit);
        Optional<QuarantinedDatabase> replaced = journal.replaced();
        if (json) {
            JournalAccess.print(json(page, journal.counts(), replaced), out);
        } else {
            printTable(page, journal.counts(), replaced, out);
        }
        return ExitCode.OK;
    }

    private static ObjectNode json(
            JournalView.Page page, MessageCounts counts, Optional<QuarantinedDatabase> replaced) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode items = node.putArray("messages");
        page.items().forEach(item -> items.add(item.toJson()));
        node.put("more", page.all() - page.items().size());
        node.putObject("counts")
                .put("pending", counts.pending())
                .put("in_flight", counts.inFlight())
                .put("handled", counts.handled())
                .put("failed", counts.failed())
                .put("outbox", counts.outbox());
        if (replaced.isPresent()) {
            node.putObject("replaced_journal")
                    .put("moved_to", replaced.get().movedTo())
                    .put("at", replaced.get().at().toString())
                    .put("reason", replaced.get().reason());
        } else {
            node.putNull("replaced_journal");
        }
        return node;
    }

    private void printTable(
            JournalView.Page page,
            MessageCounts counts,
            Optional<QuarantinedDatabase> replaced,
            ConsoleOutput out) {
        Instant now = Instant.now();
        page.items().forEach(item -> print(item, now, out));
        int more = page.all() - page.items().size();
        if (more > 0) {
            out.line(more + " more; see them with -n " + page.all() + ".");
        }
        if (page.items().isEmpty()) {
            out.line(
                    (parked ? "Nothing is parked" : "Nothing waits")
                            + (platform == null ? "" : " for " + platform)
                            + ".");
        }
        out.line(
                "%d handled, %d pending, %d in flight, %d to send, %d parked."
                        .formatted(
                                counts.handled(),
                                counts.pending(),
                                counts.inFlight(),
                                counts.outbox(),
                                counts.failed()));
        if (counts.failed() > 0) {
            String options = global.repeated();
            out.line(
                    "Parked ones wait for you: "
                            + out.paint(TextStyle.HINT, "gateway messages retry ID" + options)
                            + " or "
                            + out.paint(TextStyle.HINT, "drop ID" + options)
                            + " (or --parked for all).");
        }
        replaced.ifPresent(journal -> warn(journal, out));
    }

    private static void print(JournalItem item, Instant now, ConsoleOutput out) {
        TextStyle style = item.isParked() ? TextStyle.BAD : TextStyle.STRONG;
        out.line(
                String.format(
                                Locale.ROOT,
                                "%s %s  %s %s  %s ago%s",
                                DisplayWidth.pad(item.id(), 20),
                                out.paint(style, DisplayWidth.pad(item.state(), 9)),
                                item.account(),
                                TerminalSanitizer.line(item.conversation(), MAX_CONVERSATION),
                                AgeFormat.text(item.at(), now),
                                item.failures() == 0 ? "" : ", tries failed: " + item.failures())
                        .stripTrailing());
        String who = item.sender().orElse("to " + item.conversation());
        int room = out.width() - INDENT.length();
        out.line(INDENT + TerminalSanitizer.line(who + ": " + item.text(), room));
        item.reason()
                .ifPresent(
                        reason ->
                                out.line(
                                        INDENT
                                                + "why: "
                                                + TerminalSanitizer.line(reason, room - 5)));
    }

    private void warn(QuarantinedDatabase replaced, ConsoleOutput out) {
        out.line(
                out.paint(TextStyle.WARNING, "The journal was damaged and replaced")
                        + " at "
                        + replaced.at()
                        + " ("
                        + TerminalSanitizer.line(replaced.reason())
                        + ").");
        out.line(
                replaced.movedTo().isEmpty()
                        ? "Nothing is left of it."
                        : "The damaged one lies in " + replaced.movedTo() + ".");
        out.line(
                "The gateway counts as degraded until you have taken note: "
                        + out.paint(
                                TextStyle.HINT,
                                "gateway messages acknowledge" + global.repeated()));
    }
}
