package dev.gateway.cli.messages;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.core.journal.engine.JournalAdmin;
import picocli.CommandLine.Command;

/** {@code gateway messages retry}. */
@Command(
        name = "retry",
        description = "Try messages and answers again at once, as if for the first time.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway messages retry q7m2x9d4kt0v5hwa",
            "  gateway messages retry --parked --platform mama",
            "",
            "Exit codes: 0 retried, 64 unknown ID, 75 it is in work just now, or no journal,",
            "77 no permission."
        })
public final class RetryCommand extends BulkUpdateCommand {

    RetryCommand(CommandContext context) {
        super(context, "retried", JournalAdmin::retry);
    }
}
