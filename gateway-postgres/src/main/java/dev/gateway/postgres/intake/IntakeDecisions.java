package dev.gateway.postgres.intake;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.access.Admission.Outcome;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.table.MessageGroup;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.postgres.table.IntakeQueries;
import dev.gateway.postgres.table.IntakeQueries.Key;
import dev.gateway.postgres.table.IntakeQueries.Person;
import dev.gateway.postgres.table.IntakeQueries.Speaker;
import dev.gateway.postgres.table.MessageRow;
import dev.gateway.postgres.writer.RowReader;
import dev.gateway.postgres.writer.WriterContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decisions on the messages of a group of batches. What they need of the database is asked for
 * once for all of them, and most groups need nothing.
 */
final class IntakeDecisions {

    /** The fate of a message. */
    enum Fate {
        /** To be stored. */
        STORE,
        /** To be stored if the sender is paired, as was known a moment ago. */
        STORE_IF_PAIRED,
        /** Older than its account allows. */
        SKIP,
        REFUSE,
        /** To be refused, and its sender answered with a code. */
        INVITE
    }

    private final WriterContext writer;
    private final PairedPersons paired;
    private final long now;
    private final Set<Person> asked = new HashSet<>();
    private final Set<Speaker> speakers = new HashSet<>();
    private final Set<Key> keys = new HashSet<>();
    private Set<Person> found = Set.of();
    private Set<Key> known = Set.of();
    private final Map<Speaker, MessageGroup.Part> last = new HashMap<>();

    private IntakeDecisions(WriterContext writer, PairedPersons paired, long now) {
        this.writer = writer;
        this.paired = paired;
        this.now = now;
    }

    /** Asks the database what is needed to decide on the messages of these batches. */
    static IntakeDecisions on(
            List<AcceptTask> tasks,
            WriterContext writer,
            PairedPersons paired,
            Connection connection,
            long now)
            throws SQLException {
        var decisions = new IntakeDecisions(writer, paired, now);
        for (AcceptTask task : tasks) {
            for (int i = 0; i < task.batch().messages().size(); i++) {
                decisions.collect(task, task.batch().messages().get(i), task.admission(i));
            }
        }
        decisions.ask(connection);
        return decisions;
    }

    private void collect(AcceptTask task, InboundMessage message, Admission admission) {
        if (needsPairing(admission.outcome())) {
            Person person = person(task, message);
            if (!paired.contains(person)) {
                asked.add(person);
            }
        } else if (mayContinueAnother(message, admission)) {
            speakers.add(speaker(task, message));
        }
        if (isTooOld(task, message)) {
            keys.add(key(task, message));
        }
    }

    private void ask(Connection connection) throws SQLException {
        if (!asked.isEmpty()) {
            found = IntakeQueries.paired(connection, asked);
            found.forEach(paired::add);
        }
        if (!keys.isEmpty()) {
            known = IntakeQueries.known(connection, keys);
        }
        if (!speakers.isEmpty()) {
            for (Map.Entry<Speaker, MessageRow> each :
                    IntakeQueries.lastPending(connection, speakers).entrySet()) {
                MessageRow row = each.getValue();
                RowReader.read(row.id(), () -> row.read(writer.files()))
                        .value()
                        .ifPresent(
                                message ->
                                        last.put(
                                                each.getKey(),
                                                new MessageGroup.Part(message, row.acceptedAt())));
            }
        }
    }

    /** Decides on a message; to be called in the order of receipt. */
    Fate decide(AcceptTask task, InboundMessage message, Admission admission) {
        Fate fate = fate(task, message, admission);
        if (fate == Fate.STORE || fate == Fate.STORE_IF_PAIRED) {
            if (isTooOld(task, message) && !known.contains(key(task, message))) {
                return Fate.SKIP;
            }
            if (!speakers.isEmpty()) {
                last.put(speaker(task, message), part(task, message));
            }
        }
        return fate;
    }

    private Fate fate(AcceptTask task, InboundMessage message, Admission admission) {
        return switch (admission.outcome()) {
            case ACCEPT -> Fate.STORE;
            case ACCEPT_IF_PAIRED -> isPaired(task, message) ? Fate.STORE_IF_PAIRED : Fate.REFUSE;
            case ACCEPT_IF_PAIRED_OR_INVITE ->
                    isPaired(task, message) ? Fate.STORE_IF_PAIRED : Fate.INVITE;
            case REFUSE ->
                    mayContinueAnother(message, admission) && continuesAnother(task, message)
                            ? Fate.STORE
                            : Fate.REFUSE;
        };
    }

    private boolean isPaired(AcceptTask task, InboundMessage message) {
        Person person = person(task, message);
        return found.contains(person) || !asked.contains(person);
    }

    private boolean continuesAnother(AcceptTask task, InboundMessage message) {
        MessageGroup.Part before = last.get(speaker(task, message));
        return before != null && MessageGroup.continues(before, part(task, message), Duration.ZERO);
    }

    private static boolean needsPairing(Outcome outcome) {
        return outcome == Outcome.ACCEPT_IF_PAIRED || outcome == Outcome.ACCEPT_IF_PAIRED_OR_INVITE;
    }

    /**
     * Returns whether a message without a mention of the bot may be a part of one that addresses
     * the bot: of its album, or the rest of a text that the platform has cut.
     */
    private static boolean mayContinueAnother(InboundMessage message, Admission admission) {
        return admission.outcome() == Outcome.REFUSE
                && admission.rule() == AccessRule.NOT_ADDRESSED
                && (!message.context().album().isEmpty()
                        || message.context().kind() == MessageKind.TEXT);
    }

    private boolean isTooOld(AcceptTask task, InboundMessage message) {
        return task.binding()
                .maxAge()
                .filter(most -> message.sentAt().isBefore(Instant.ofEpochMilli(now).minus(most)))
                .isPresent();
    }

    private MessageGroup.Part part(AcceptTask task, InboundMessage message) {
        String account = task.account();
        return new MessageGroup.Part(
                new ClaimedMessage("", account, new AccountId(account), message, 1, 0, 0, 1), now);
    }

    private static Person person(AcceptTask task, InboundMessage message) {
        return new Person(task.account(), message.sender());
    }

    private static Speaker speaker(AcceptTask task, InboundMessage message) {
        return new Speaker(task.account(), message.conversation(), message.sender());
    }

    private static Key key(AcceptTask task, InboundMessage message) {
        return new Key(task.account(), message.dedupKey());
    }
}
