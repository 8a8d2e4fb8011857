package dev.gateway.cli.messages;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway messages show}. */
@Command(
        name = "show",
        description = "Show one message or answer with its whole text.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages show q7m2x9d4kt0v5hwa",
            "  gateway messages show 3n8zr6c1yb9e2jfs --json | jq -r .text",
            "",
            "The text of a message is kept until it is done. Exit codes: 0 shown, 64 unknown",
            "ID, 75 no journal, or it cannot be read now, 77 no permission."
        })
public final class ShowCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Parameters(paramLabel = "ID", description = "As 'gateway messages list' shows it.")
    private String id;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ShowCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var journal = new JournalAccess(context, global);
        return journal.read((open, out) -> show(open, out, journal));
    }

    private ExitCode show(JournalAdmin journal, ConsoleOutput out, JournalAccess access)
            throws IOException {
        Optional<JournalItem> found = new JournalView(journal).find(id);
        if (found.isEmpty()) {
            access.printError(BulkUpdate.unknown(id));
            return ExitCode.USAGE;
        }
        if (json) {
            JournalAccess.print(found.get().toJson(), out);
        } else {
            print(found.get(), out);
        }
        return ExitCode.OK;
    }

    private static void print(JournalItem item, ConsoleOutput out) {
        out.line("id            " + item.id());
        out.line("state         " + item.state());
        out.line("platform      " + item.account());
        out.line("conversation  " + TerminalSanitizer.line(item.conversation()));
        item.sender()
                .ifPresent(sender -> out.line("sender        " + TerminalSanitizer.line(sender)));
        item.answers().ifPresent(message -> out.line("answers       " + message));
        out.line("since         " + item.at());
        out.line("failed tries  " + item.failures());
        item.reason()
                .ifPresent(reason -> out.line("why           " + TerminalSanitizer.line(reason)));
        out.line("");
        out.line(TerminalSanitizer.text(item.text()));
    }
}
