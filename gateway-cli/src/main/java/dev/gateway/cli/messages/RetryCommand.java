package dev.gateway.cli.messages;

import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.journal.sqlite.JournalAdmin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway messages retry}. */
@Command(
        name = "retry",
        description = "Try messages and answers again at once, as if for the first time.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
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

    @Mixin private MessageSelection selection;

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
        selection.validate();
        var journal = new JournalAccess(global.home(), terminal);
        return journal.modify(
                (open, out) -> {
                    var update = new BulkUpdate("retried", JournalAdmin::retry);
                    update.apply(open, selection.ids(open));
                    return update.report(out, journal, json);
                });
    }
}
