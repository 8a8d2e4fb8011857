package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway messages acknowledge}. */
@Command(
        name = "acknowledge",
        description = {
            "Take note that a damaged journal was moved aside and replaced by a new one.",
            "The gateway counts as degraded until then. The damaged file stays where it is."
        },
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages acknowledge",
            "  gateway messages acknowledge --home /srv/bot --json",
            "",
            "Exit codes: 0 done, or nothing to take note of, 75 no journal, or it cannot be",
            "written now, 77 no permission."
        })
public final class AcknowledgeCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    AcknowledgeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return new JournalAccess(context, global).modify(this::acknowledge);
    }

    private ExitCode acknowledge(JournalAdmin journal, ConsoleOutput out) throws IOException {
        Optional<QuarantinedDatabase> replaced = journal.replaced();
        if (replaced.isPresent()) {
            journal.acknowledge();
        }
        Optional<String> file = replaced.map(QuarantinedDatabase::movedTo);
        if (json) {
            JournalAccess.print(
                    JsonNodeFactory.instance.objectNode().put("acknowledged", file.orElse(null)),
                    out);
        } else {
            out.line(
                    file.map(
                                    path ->
                                            path.isEmpty()
                                                    ? "Noted."
                                                    : "Noted. The damaged journal stays in "
                                                            + path
                                                            + "; delete it when you need it no"
                                                            + " more.")
                            .orElse("No journal was replaced: nothing to take note of."));
        }
        return ExitCode.OK;
    }
}
