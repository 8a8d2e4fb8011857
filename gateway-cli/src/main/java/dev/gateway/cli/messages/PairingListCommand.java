package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.access.Pairing;
import dev.gateway.core.access.PairingRequest;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.terminal.AgeFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway pairing list}. */
@Command(
        name = "list",
        description =
                "List who asked to talk to the bot, with the codes, and who may by your approval."
                        + " Those in 'allow_from' of the config are not among them.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway pairing list",
            "  gateway pairing list --json | jq -r '.pending[].code'",
            "",
            "Exit codes: 0 listed, 75 it cannot be read now, 77 no permission."
        })
public final class PairingListCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Option(names = "--platform", paramLabel = "NAME", description = "Only of this account.")
    private String platform;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    PairingListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return new JournalAccess(context, global)
                .readOrEmpty(this::list, out -> show(List.of(), List.of(), out));
    }

    private ExitCode list(JournalAdmin journal, ConsoleOutput out) throws IOException {
        List<PairingRequest> pending =
                journal.pairings().requests().stream()
                        .filter(each -> isWanted(each.platforms()))
                        .toList();
        List<Pairing> approved =
                journal.pairings().approved().stream()
                        .filter(each -> isWanted(each.platforms()))
                        .toList();
        return show(pending, approved, out);
    }

    private ExitCode show(List<PairingRequest> pending, List<Pairing> approved, ConsoleOutput out) {
        var persons = new PairedPerson(global.configFile());
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            ArrayNode asked = node.putArray("pending");
            pending.forEach(each -> asked.add(persons.json(each)));
            ArrayNode may = node.putArray("approved");
            approved.forEach(each -> may.add(persons.json(each)));
            JournalAccess.print(node, out);
        } else {
            print(persons, pending, approved, out);
        }
        return ExitCode.OK;
    }

    private boolean isWanted(List<String> platforms) {
        return platform == null || platforms.contains(platform);
    }

    private void print(
            PairedPerson persons,
            List<PairingRequest> pending,
            List<Pairing> approved,
            ConsoleOutput out) {
        Instant now = Instant.now();
        for (PairingRequest one : pending) {
            out.line(
                    "%s  %s  asked %s ago, valid for %s"
                            .formatted(
                                    out.paint(TextStyle.STRONG, one.code()),
                                    persons.text(one.platforms(), one.sender(), one.name()),
                                    AgeFormat.text(one.requestedAt(), now),
                                    AgeFormat.text(now, one.expiresAt())));
        }
        for (Pairing one : approved) {
            out.line(
                    "may talk  %s  since %s"
                            .formatted(
                                    persons.text(one.platforms(), one.sender(), one.name()),
                                    one.approvedAt()));
        }
        if (pending.isEmpty()) {
            out.line(
                    approved.isEmpty()
                            ? "No person has asked, and none is approved."
                            : "No person asks.");
        } else {
            out.line(
                    "Let one in: "
                            + out.paint(
                                    TextStyle.HINT,
                                    "gateway pairing approve CODE" + global.repeated()));
        }
    }
}
