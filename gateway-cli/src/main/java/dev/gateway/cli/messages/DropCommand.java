package dev.gateway.cli.messages;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.core.journal.engine.JournalAdmin;
import picocli.CommandLine.Command;

/** {@code gateway messages drop}. */
@Command(
        name = "drop",
        description = "Give messages and answers up: they are neither handled nor sent.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages drop q7m2x9d4kt0v5hwa",
            "  gateway messages drop --parked --platform mama",
            "",
            "Exit codes: 0 dropped, 64 unknown ID, 75 it is in work just now, or no journal,",
            "77 no permission."
        })
public final class DropCommand extends BulkUpdateCommand {

    DropCommand(CommandContext context) {
        super(context, "dropped", JournalAdmin::drop);
    }
}
