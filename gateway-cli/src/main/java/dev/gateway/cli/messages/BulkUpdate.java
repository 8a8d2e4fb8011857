package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same update of several messages: applied to each that allows it, and reported for each. */
final class BulkUpdate {

    private final String pastTense;
    private final MessageUpdate action;
    private final List<String> changed = new ArrayList<>();
    private final List<String> busy = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    /**
     * Creates an update.
     *
     * @param pastTense the participle for the report, as {@code retried}
     * @param action updates one message; false if it could not
     */
    BulkUpdate(String pastTense, MessageUpdate action) {
        this.pastTense = pastTense;
        this.action = action;
    }

    static String unknown(String id) {
        return "No message or answer has the id '"
                + id
                + "'. See 'gateway messages list'; what is sent or done is gone from it.";
    }

    void apply(JournalAdmin journal, List<String> ids) throws IOException {
        for (String id : ids) {
            Optional<JournalItem> found = new JournalView(journal).find(id);
            if (found.isEmpty()) {
                unknown.add(id);
            } else if (action.change(journal, id)) {
                changed.add(id);
            } else {
                busy.add(id);
            }
        }
    }

    ExitCode report(ConsoleOutput out, JournalAccess access, boolean json) {
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            add(node.putArray(pastTense), changed);
            add(node.putArray("busy"), busy);
            add(node.putArray("unknown"), unknown);
            JournalAccess.print(node, out);
        } else {
            changed.forEach(id -> out.line(id + " " + pastTense + "."));
            busy.forEach(
                    id ->
                            access.printError(
                                    id
                                            + " is in work or finished and cannot be "
                                            + pastTense
                                            + " now. Look again in a moment."));
            unknown.forEach(id -> access.printError(unknown(id)));
            if (changed.isEmpty() && busy.isEmpty() && unknown.isEmpty()) {
                out.line("Nothing is parked.");
            }
        }
        return !unknown.isEmpty()
                ? ExitCode.USAGE
                : busy.isEmpty() ? ExitCode.OK : ExitCode.TRY_AGAIN;
    }

    private static void add(ArrayNode array, List<String> ids) {
        ids.forEach(array::add);
    }

    /** The update of one message. */
    @FunctionalInterface
    interface MessageUpdate {
        boolean change(JournalAdmin journal, String id) throws IOException;
    }
}
