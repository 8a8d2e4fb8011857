package dev.gateway.cli.messages;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.core.journal.sqlite.JournalAdmin;
import picocli.CommandLine.Command;

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
public final class RetryCommand extends BulkUpdateCommand {

    RetryCommand(CommandContext context) {
        super(context, "retried", JournalAdmin::retry);
    }
}
