package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.access.Pairing;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway pairing approve}. */
@Command(
        name = "approve",
        description = "Let the person with this code talk to the bot, from the next message on.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway pairing approve ABCD2345",
            "  gateway pairing approve ABCD2345 --home /srv/bot --json",
            "",
            "Exit codes: 0 approved, 64 no open code is like it, 75 it cannot be",
            "written now, 77 no permission."
        })
public final class PairingApproveCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Parameters(paramLabel = "CODE", description = "The code that the bot has answered with.")
    private String code;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    PairingApproveCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return new JournalAccess(context, global).modifyOrEmpty(this::approve, out -> unknown());
    }

    private ExitCode approve(JournalAdmin journal, ConsoleOutput out) throws IOException {
        Optional<Pairing> approved = journal.pairings().approve(code);
        if (approved.isEmpty()) {
            return unknown();
        }
        Pairing pairing = approved.get();
        var persons = new PairedPerson(global.configFile());
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.set("approved", persons.json(pairing));
            JournalAccess.print(node, out);
        } else {
            out.line(
                    "May talk from the next message on: "
                            + persons.text(pairing.platforms(), pairing.sender(), pairing.name()));
        }
        return ExitCode.OK;
    }

    private ExitCode unknown() {
        new JournalAccess(context, global)
                .printError(
                        "No open code is like that; a code is valid for an hour and for one"
                                + " approval. See 'gateway pairing list"
                                + global.repeated()
                                + "'.");
        return ExitCode.USAGE;
    }
}
