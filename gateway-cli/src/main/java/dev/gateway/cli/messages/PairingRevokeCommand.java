package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway pairing revoke}. */
@Command(
        name = "revoke",
        description =
                "Shut out a person who was approved, from the next message on, or turn down one who"
                        + " asked. The bot gives no new code within an hour of the last one.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway pairing revoke --platform family 4711",
            "  gateway pairing revoke --platform work ou_84aad35d084aa403a838cf73ee18467 --json",
            "",
            "Exit codes: 0 revoked, 64 that sender is neither approved nor has asked, 75 it",
            "cannot be written now, 77 no permission."
        })
public final class PairingRevokeCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            required = true,
            description = "The account, by its name in the config.")
    private String platform;

    @Parameters(
            paramLabel = "SENDER",
            description = "The person's id, as 'gateway pairing list' shows it.")
    private String sender;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    PairingRevokeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return new JournalAccess(context, global).modifyOrEmpty(this::revoke, out -> unknown());
    }

    private ExitCode revoke(JournalAdmin journal, ConsoleOutput out) throws IOException {
        if (!journal.pairings().revoke(platform, sender)) {
            return unknown();
        }
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.putObject("revoked").put("platform", platform).put("sender", sender);
            JournalAccess.print(node, out);
        } else {
            out.line(
                    "May not talk from the next message on: %s  %s"
                            .formatted(
                                    TerminalSanitizer.line(platform),
                                    TerminalSanitizer.line(sender)));
        }
        return ExitCode.OK;
    }

    private ExitCode unknown() {
        new JournalAccess(context, global)
                .printError(
                        "%s is neither approved for %s nor has asked. See 'gateway pairing list%s'."
                                .formatted(
                                        TerminalSanitizer.line(sender),
                                        TerminalSanitizer.line(platform),
                                        global.repeated()));
        return ExitCode.USAGE;
    }
}
