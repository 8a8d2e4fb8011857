package dev.gateway.cli.messages;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
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
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages retry 8c1f2a90be-17",
            "  gateway messages retry --parked --platform mama",
            "",
            "Exit codes: 0 retried, 64 unknown ID, 75 it is in work just now, or no journal,",
            "77 no permission."
        })
public final class RetryCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Mixin private MessageSelection selection;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    RetryCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        selection.validate();
        var journal = new JournalAccess(context, global.home());
        return journal.modify(
                (open, out) -> {
                    var update = new BulkUpdate("retried", JournalAdmin::retry);
                    update.apply(open, selection.ids(open));
                    return update.report(out, journal, json);
                });
    }
}
