package dev.gateway.cli.messages;

import dev.gateway.cli.messages.BulkUpdate.MessageUpdate;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that applies one update to the selected messages and answers. */
abstract class BulkUpdateCommand implements Callable<Integer> {

    private final CommandContext context;
    private final String pastTense;
    private final MessageUpdate action;

    @Mixin private GlobalOptions global;

    @Mixin private MessageSelection selection;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    BulkUpdateCommand(CommandContext context, String pastTense, MessageUpdate action) {
        this.context = context;
        this.pastTense = pastTense;
        this.action = action;
    }

    @Override
    public Integer call() {
        selection.validate();
        var access = new JournalAccess(context, global);
        return access.modify(
                (journal, out) -> {
                    var update = new BulkUpdate(pastTense, action);
                    update.apply(journal, selection.ids(journal));
                    return update.report(out, access, json);
                });
    }
}
