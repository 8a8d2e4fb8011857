package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.journal.sqlite.JournalAdmin;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same change of several messages: each that can be changed is, and each is accounted for. */
final class BulkUpdate {

    private final String done;
    private final Step step;
    private final List<String> changed = new ArrayList<>();
    private final List<String> busy = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    /**
     * A change.
     *
     * @param done what has happened to a message then, as {@code retried}
     * @param step changes one; false if it could not
     */
    BulkUpdate(String done, Step step) {
        this.done = done;
        this.step = step;
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
            } else if (step.change(journal, id)) {
                changed.add(id);
            } else {
                busy.add(id);
            }
        }
    }

    ExitCode report(ConsoleOutput out, JournalAccess words, boolean json) {
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            add(node.putArray(done), changed);
            add(node.putArray("busy"), busy);
            add(node.putArray("unknown"), unknown);
            JournalAccess.print(node, out);
        } else {
            changed.forEach(id -> out.line(id + " " + done + "."));
            busy.forEach(
                    id ->
                            words.printError(
                                    id
                                            + " is in work or finished and cannot be "
                                            + done
                                            + " now. Look again in a moment."));
            unknown.forEach(id -> words.printError(unknown(id)));
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

    /** The change of one. */
    @FunctionalInterface
    interface Step {
        boolean change(JournalAdmin journal, String id) throws IOException;
    }
}
