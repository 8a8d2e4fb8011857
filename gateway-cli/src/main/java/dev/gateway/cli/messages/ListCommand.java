package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.cli.terminal.Age;
import dev.gateway.cli.terminal.Printable;
import dev.gateway.cli.terminal.Screen;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.cli.terminal.Tone;
import dev.gateway.core.journal.JournalConsole;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.Replacement;
import dev.gateway.core.lifecycle.ExitCode;
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
        versionProvider = VersionText.class,
        exitCodeOnInvalidInput = 64,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages list --parked",
            "  gateway messages list --platform mama --json | jq '.messages[].id'",
            "",
            "Exit codes: 0 listed, 75 no journal, or it cannot be read now, 77 no permission."
        })
public final class ListCommand implements Callable<Integer> {

    private static final String INDENT = "  ";
    private static final int LONGEST_CONVERSATION = 60;

    private final Terminal terminal;

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

    /** For the command line. */
    public ListCommand() {
        this(Terminal.system());
    }

    ListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return new OpenJournal(global.home(), terminal).look(this::list);
    }

    private ExitCode list(JournalConsole journal, Screen out) throws IOException {
        var shelf = new Shelf(journal);
        Predicate<Item> wanted = item -> platform == null || item.platform().equals(platform);
        int limit = Math.max(0, most);
        Shelf.Part part = parked ? shelf.parked(wanted, limit) : shelf.open(wanted, limit);
        Optional<Replacement> replaced = journal.replaced();
        if (json) {
            OpenJournal.print(json(part, journal.counts(), replaced), out);
        } else {
            people(part, journal.counts(), replaced, out);
        }
        return ExitCode.OK;
    }

    private static ObjectNode json(
            Shelf.Part part, MessageCounts counts, Optional<Replacement> replaced) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode items = node.putArray("messages");
        part.items().forEach(item -> items.add(item.toJson()));
        node.put("more", part.all() - part.items().size());
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

    private void people(
            Shelf.Part part, MessageCounts counts, Optional<Replacement> replaced, Screen out) {
        Instant now = Instant.now();
        part.items().forEach(item -> print(item, now, out));
        int more = part.all() - part.items().size();
        if (more > 0) {
            out.line(more + " more; see them with -n " + part.all() + ".");
        }
        if (part.items().isEmpty()) {
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
                            + out.paint(Tone.HINT, "gateway messages retry ID" + options)
                            + " or "
                            + out.paint(Tone.HINT, "drop ID" + options)
                            + " (or --parked for all).");
        }
        replaced.ifPresent(journal -> warn(journal, out));
    }

    private static void print(Item item, Instant now, Screen out) {
        Tone tone = item.isParked() ? Tone.BAD : Tone.STRONG;
        out.line(
                String.format(
                                Locale.ROOT,
                                "%s %s  %s %s  %s ago%s",
                                DisplayWidth.pad(item.id(), 20),
                                out.paint(tone, DisplayWidth.pad(item.state(), 9)),
                                item.platform(),
                                Printable.line(item.conversation(), LONGEST_CONVERSATION),
                                Age.text(item.at(), now),
                                item.failures() == 0 ? "" : ", tries failed: " + item.failures())
                        .stripTrailing());
        String who = item.sender().orElse("to " + item.conversation());
        int room = out.width() - INDENT.length();
        out.line(INDENT + Printable.line(who + ": " + item.text(), room));
        item.reason()
                .ifPresent(reason -> out.line(INDENT + "why: " + Printable.line(reason, room - 5)));
    }

    private void warn(Replacement replaced, Screen out) {
        out.line(
                out.paint(Tone.WARNING, "The journal was damaged and replaced")
                        + " at "
                        + replaced.at()
                        + " ("
                        + Printable.line(replaced.reason())
                        + ").");
        out.line(
                replaced.movedTo().isEmpty()
                        ? "Nothing is left of it."
                        : "The damaged one lies in " + replaced.movedTo() + ".");
        out.line(
                "The gateway counts as degraded until you have taken note: "
                        + out.paint(Tone.HINT, "gateway messages acknowledge" + global.repeated()));
    }
}
