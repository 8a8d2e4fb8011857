package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.cli.terminal.Screen;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.journal.JournalConsole;
import dev.gateway.core.journal.Replacement;
import dev.gateway.core.lifecycle.ExitCode;
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
        versionProvider = VersionText.class,
        exitCodeOnInvalidInput = 64,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages acknowledge",
            "  gateway messages acknowledge --home /srv/bot --json",
            "",
            "Exit codes: 0 done, or nothing to take note of, 75 no journal, or it cannot be",
            "written now, 77 no permission."
        })
public final class AcknowledgeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin private GlobalOptions global;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** For the command line. */
    public AcknowledgeCommand() {
        this(Terminal.system());
    }

    AcknowledgeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return new OpenJournal(global.home(), terminal).change(this::acknowledge);
    }

    private ExitCode acknowledge(JournalConsole journal, Screen out) throws IOException {
        Optional<Replacement> replaced = journal.replaced();
        if (replaced.isPresent()) {
            journal.acknowledge();
        }
        Optional<String> file = replaced.map(Replacement::movedTo);
        if (json) {
            OpenJournal.print(
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
