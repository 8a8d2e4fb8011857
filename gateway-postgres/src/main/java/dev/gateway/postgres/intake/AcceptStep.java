package dev.gateway.postgres.intake;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.access.PairingAnswer;
import dev.gateway.core.access.PairingCode;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.ItemId;
import dev.gateway.core.journal.codec.ContextCodec;
import dev.gateway.core.journal.codec.SaidText;
import dev.gateway.core.journal.engine.StoredBatch;
import dev.gateway.core.journal.engine.StoredBatch.Skipped;
import dev.gateway.core.journal.table.MessageGroup;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.postgres.table.AcceptStatement;
import dev.gateway.postgres.table.AcceptStatement.Held;
import dev.gateway.postgres.table.AcceptStatement.NewMessage;
import dev.gateway.postgres.table.AcceptStatement.Position;
import dev.gateway.postgres.table.IntakeQueries.Person;
import dev.gateway.postgres.table.InvitePersons;
import dev.gateway.postgres.table.InvitePersons.Stranger;
import dev.gateway.postgres.table.LateNotes;
import dev.gateway.postgres.writer.GroupStep;
import dev.gateway.postgres.writer.Transaction;
import dev.gateway.postgres.writer.WriterContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The storage of received batches: one statement for all, and one more if strangers have written or
 * notes come late, in the same transaction.
 */
public final class AcceptStep implements GroupStep<AcceptTask> {

    private static final int MAX_NAME = 100;

    private final WriterContext writer;
    private final PairedPersons paired = new PairedPersons();

    public AcceptStep(WriterContext writer) {
        this.writer = writer;
    }

    @Override
    public void run(Connection connection, List<AcceptTask> tasks, boolean again)
            throws SQLException {
        long now = writer.now();
        var group = new Group(IntakeDecisions.on(tasks, writer, paired, connection, now), now);
        tasks.forEach(group::add);
        AcceptStatement.Result stored;
        List<String> invited;
        if (group.strangers.isEmpty() && group.lateNotes.isEmpty()) {
            stored = group.store(connection, again);
            group.storeNotesOfOthers(connection, stored.held());
            // A pairing may have ended since it was asked for.
            group.inviteThoseOf(stored.strangers());
            invited = group.strangers.isEmpty() ? List.of() : group.invite(connection);
        } else {
            try (var transaction = Transaction.begin(connection)) {
                group.storeLateNotes(connection, group.lateNotes);
                stored = group.store(connection, again);
                group.storeNotesOfOthers(connection, stored.held());
                group.inviteThoseOf(stored.strangers());
                invited = group.strangers.isEmpty() ? List.of() : group.invite(connection);
                transaction.commit();
            }
        }
        group.count(stored, invited).apply(writer, connection);
        Map<String, Integer> invitations = new HashMap<>();
        invited.forEach(account -> invitations.merge(account, 1, Integer::sum));
        boolean late = group.outcomes.stream().anyMatch(outcome -> !isLast(outcome.task));
        for (BatchOutcome outcome : group.outcomes) {
            boolean held = isLast(outcome.task) && stored.held().contains(held(outcome.task));
            outcome.task.succeed(outcome.result(stored, invitations, held));
        }
        if (late && !stored.fresh().isEmpty()) {
            writer.changed().run();
        }
    }

    /** Returns whether no later adoption in this process has ended that of the batch. */
    private boolean isLast(AcceptTask task) {
        return writer.adoptions().getOrDefault(task.account(), 0) == task.adoption().number();
    }

    private static Held held(AcceptTask task) {
        return new Held(task.account(), task.adoption().epoch());
    }

    /** The batches of one run. */
    private final class Group {

        private final IntakeDecisions decisions;
        private final long now;
        private final List<BatchOutcome> outcomes = new ArrayList<>();
        private final List<NewMessage> messages = new ArrayList<>();
        private final List<AcceptTask> lateNotes = new ArrayList<>();
        private final Map<String, InboundMessage> received = new HashMap<>();
        private final Map<Held, Position> positions = new LinkedHashMap<>();
        private final Map<String, Long> refused = new HashMap<>();
        private final List<Stranger> strangers = new ArrayList<>();
        private final Set<Person> invited = new HashSet<>();

        Group(IntakeDecisions decisions, long now) {
            this.decisions = decisions;
            this.now = now;
        }

        void add(AcceptTask task) {
            var outcome = new BatchOutcome(task);
            outcomes.add(outcome);
            if (isLast(task)) {
                positions.merge(
                        held(task),
                        new Position(
                                task.account(),
                                task.adoption().epoch(),
                                task.batch().cursor().orElse(null),
                                task.batch().notes()),
                        Group::later);
            } else if (!task.batch().notes().isEmpty()) {
                lateNotes.add(task);
            }
            for (int i = 0; i < task.batch().messages().size(); i++) {
                InboundMessage message = task.batch().messages().get(i);
                IntakeDecisions.Fate fate = decisions.decide(task, message, task.admission(i));
                switch (fate) {
                    case STORE, STORE_IF_PAIRED -> {
                        boolean ifPaired = fate == IntakeDecisions.Fate.STORE_IF_PAIRED;
                        messages.add(row(task, i, message, ifPaired));
                        received.put(task.id(i), message);
                        outcome.stored.put(task.id(i), task.admission(i).rule());
                    }
                    case SKIP -> {
                        outcome.skip(message);
                        refused.merge(task.account(), 1L, Long::sum);
                    }
                    case REFUSE, INVITE -> {
                        outcome.refused.add(task.admission(i).rule());
                        refused.merge(task.account(), 1L, Long::sum);
                        if (fate == IntakeDecisions.Fate.INVITE) {
                            stranger(task.account(), message);
                        }
                    }
                }
            }
        }

        private static Position later(Position first, Position second) {
            Map<String, String> notes = new HashMap<>(first.notes());
            notes.putAll(second.notes());
            return new Position(
                    first.account(),
                    first.epoch(),
                    second.cursor() == null ? first.cursor() : second.cursor(),
                    notes);
        }

        private void stranger(String account, InboundMessage message) {
            if (!invited.add(new Person(account, message.sender()))) {
                return;
            }
            String code = PairingCode.random();
            String name = message.context().senderName();
            strangers.add(
                    new Stranger(
                            account,
                            message.sender(),
                            name.codePointCount(0, name.length()) <= MAX_NAME
                                    ? name
                                    : name.substring(0, name.offsetByCodePoints(0, MAX_NAME)),
                            code,
                            message.conversation(),
                            message.replyContext(),
                            PairingAnswer.text(message.sender(), code),
                            ItemId.random()));
        }

        /** Invites the senders of messages that were not stored, as they are paired no longer. */
        void inviteThoseOf(Set<String> ids) {
            for (BatchOutcome outcome : outcomes) {
                for (String id : ids) {
                    AccessRule rule = outcome.stored.get(id);
                    if (rule != null) {
                        InboundMessage message = received.get(id);
                        outcome.refused.add(rule);
                        paired.remove(new Person(outcome.task.account(), message.sender()));
                        if (outcome.mayInvite(id)) {
                            stranger(outcome.task.account(), message);
                        }
                    }
                }
            }
        }

        /** Stores the notes of batches whose accounts turned out to be held no longer. */
        void storeNotesOfOthers(Connection connection, Set<Held> stillHeld) throws SQLException {
            if (stillHeld.size() < positions.size()) {
                storeLateNotes(
                        connection,
                        outcomes.stream()
                                .map(outcome -> outcome.task)
                                .filter(task -> isLast(task) && !task.batch().notes().isEmpty())
                                .filter(task -> !stillHeld.contains(held(task)))
                                .toList());
            }
        }

        void storeLateNotes(Connection connection, List<AcceptTask> tasks) throws SQLException {
            for (AcceptTask task : tasks) {
                LateNotes.run(
                        connection,
                        writer.session().get(),
                        task.account(),
                        task.before(),
                        task.batch().notes());
            }
        }

        AcceptStatement.Result store(Connection connection, boolean again) throws SQLException {
            return AcceptStatement.run(
                    connection,
                    writer.session().get(),
                    List.copyOf(positions.values()),
                    messages,
                    refused,
                    again,
                    now);
        }

        List<String> invite(Connection connection) throws SQLException {
            return InvitePersons.run(
                    connection,
                    strangers,
                    PairingCode.MAX_OPEN,
                    now - PairingCode.VALIDITY.toMillis(),
                    now);
        }

        WriterContext.Changes count(AcceptStatement.Result stored, List<String> invitations) {
            var changes = new WriterContext.Changes();
            for (NewMessage message : messages) {
                if (stored.fresh().contains(message.id())) {
                    changes.pending(message.account(), 1);
                }
            }
            refused.forEach(changes::refused);
            invitations.forEach(account -> changes.outbox(account, 1));
            return changes;
        }

        private NewMessage row(AcceptTask task, int i, InboundMessage message, boolean ifPaired) {
            boolean said = task.binding().keepsSaid() && !message.context().messageId().isEmpty();
            var alone = new ClaimedMessage("", "", task.binding().account(), message, 1, 0, 0, 1);
            return new NewMessage(
                    task.id(i),
                    task.account(),
                    message.dedupKey(),
                    message.conversation(),
                    message.sender(),
                    message.direct(),
                    message.text(),
                    writer.files().write(message.attachments()),
                    ContextCodec.write(message.remote()),
                    ContextCodec.write(message.context()),
                    message.replyContext(),
                    message.sentAt().toEpochMilli(),
                    MessageGroup.mayContinue(alone, Duration.ZERO),
                    ifPaired,
                    message.direct()
                            ? message.context().senderName()
                            : message.context().chatTitle(),
                    said ? message.context().messageId() : "",
                    said ? message.context().senderName() : "",
                    said ? SaidText.of(message) : "");
        }
    }

    /** The decisions on one batch. */
    private static final class BatchOutcome {

        private final AcceptTask task;
        private final Map<String, AccessRule> stored = new LinkedHashMap<>();
        private final List<AccessRule> refused = new ArrayList<>();
        private Optional<Skipped> skipped = Optional.empty();

        BatchOutcome(AcceptTask task) {
            this.task = task;
        }

        void skip(InboundMessage message) {
            skipped =
                    Optional.of(
                            skipped.orElse(new Skipped(0, message.sentAt()))
                                    .plus(message.sentAt()));
        }

        boolean mayInvite(String id) {
            for (int i = 0; i < task.batch().messages().size(); i++) {
                if (task.id(i).equals(id)) {
                    return task.admission(i).outcome()
                            == Admission.Outcome.ACCEPT_IF_PAIRED_OR_INVITE;
                }
            }
            return false;
        }

        StoredBatch result(
                AcceptStatement.Result result, Map<String, Integer> invitations, boolean held) {
            List<String> fresh = new ArrayList<>(stored.keySet());
            fresh.retainAll(result.fresh());
            // An account's invitations are told with the first of its batches.
            Integer invited = invitations.remove(task.account());
            return new StoredBatch(fresh, refused, invited == null ? 0 : invited, skipped, held);
        }
    }
}
