package dev.gateway.cli.messages;

import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.journal.JournalConsole;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway messages retry}. */
@Command(
        name = "retry",
        description = "Try messages and answers again at once, as if for the first time.",
        sortOptions = false,
        versionProvider = VersionText.class,
        exitCodeOnInvalidInput = 64,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages retry 8c1f2a90be-17",
            "  gateway messages retry --parked --platform mama",
            "",
            "Exit codes: 0 retried, 64 unknown ID, 75 it is in work just now, or no journal,",
            "77 no permission."
        })
public final class RetryCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin private GlobalOptions global;

    @Mixin private Selection selection;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** For the command line. */
    public RetryCommand() {
        this(Terminal.system());
    }

    RetryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        selection.check();
        var journal = new OpenJournal(global.home(), terminal);
        return journal.change(
                (open, out) -> {
                    var change = new Change("retried", JournalConsole::retry);
                    change.apply(open, selection.ids(open));
                    return change.tell(out, journal, json);
                });
    }
}
