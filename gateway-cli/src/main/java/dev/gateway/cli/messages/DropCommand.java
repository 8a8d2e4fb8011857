package dev.gateway.cli.messages;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.core.journal.sqlite.JournalAdmin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway messages drop}. */
@Command(
        name = "drop",
        description = "Give messages and answers up: they are neither handled nor sent.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages drop 8c1f2a90be-17",
            "  gateway messages drop --parked --platform mama",
            "",
            "Exit codes: 0 dropped, 64 unknown ID, 75 it is in work just now, or no journal,",
            "77 no permission."
        })
public final class DropCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Mixin private MessageSelection selection;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    DropCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        selection.validate();
        var journal = new JournalAccess(context, global.home());
        return journal.modify(
                (open, out) -> {
                    var update = new BulkUpdate("dropped", JournalAdmin::drop);
                    update.apply(open, selection.ids(open));
                    return update.report(out, journal, json);
                });
    }
}
