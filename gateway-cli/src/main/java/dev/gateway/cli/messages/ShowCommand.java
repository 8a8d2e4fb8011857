package dev.gateway.cli.messages;

import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.cli.terminal.Printable;
import dev.gateway.cli.terminal.Screen;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.journal.JournalConsole;
import dev.gateway.core.lifecycle.ExitCode;
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
        versionProvider = VersionText.class,
        exitCodeOnInvalidInput = 64,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages show 8c1f2a90be-17",
            "  gateway messages show 8c1f2a90be-a4 --json | jq -r .text",
            "",
            "The text of a message is kept until it is done. Exit codes: 0 shown, 64 unknown",
            "ID, 75 no journal, or it cannot be read now, 77 no permission."
        })
public final class ShowCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin private GlobalOptions global;

    @Parameters(paramLabel = "ID", description = "As 'gateway messages list' shows it.")
    private String id;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** For the command line. */
    public ShowCommand() {
        this(Terminal.system());
    }

    ShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var journal = new OpenJournal(global.home(), terminal);
        return journal.look((open, out) -> show(open, out, journal));
    }

    private ExitCode show(JournalConsole journal, Screen out, OpenJournal words)
            throws IOException {
        Optional<Item> found = new Shelf(journal).find(id);
        if (found.isEmpty()) {
            words.complain(Change.unknown(id));
            return ExitCode.USAGE;
        }
        if (json) {
            OpenJournal.print(found.get().toJson(), out);
        } else {
            print(found.get(), out);
        }
        return ExitCode.OK;
    }

    private static void print(Item item, Screen out) {
        out.line("id            " + item.id());
        out.line("state         " + item.state());
        out.line("platform      " + item.platform());
        out.line("conversation  " + Printable.line(item.conversation()));
        item.sender().ifPresent(sender -> out.line("sender        " + Printable.line(sender)));
        item.answers().ifPresent(message -> out.line("answers       " + message));
        out.line("since         " + item.at());
        out.line("failed tries  " + item.failures());
        item.reason().ifPresent(reason -> out.line("why           " + Printable.line(reason)));
        out.line("");
        out.line(Printable.text(item.text()));
    }
}
