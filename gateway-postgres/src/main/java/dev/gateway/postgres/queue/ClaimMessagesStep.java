package dev.gateway.postgres.queue;

import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimResult.Joined;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.ParkedRow;
import dev.gateway.postgres.table.ClaimMessages;
import dev.gateway.postgres.table.Lanes;
import dev.gateway.postgres.table.MessageRow;
import dev.gateway.postgres.table.ParkMessages;
import dev.gateway.postgres.table.ParkMessages.Parked;
import dev.gateway.postgres.table.SettleMessages;
import dev.gateway.postgres.table.SettleMessages.Settlement;
import dev.gateway.postgres.writer.GroupStep;
import dev.gateway.postgres.writer.RowReader;
import dev.gateway.postgres.writer.WriterContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Claims of messages: one statement, one more for messages that may have further parts, and another
 * round for each row that had to be parked.
 */
public final class ClaimMessagesStep implements GroupStep<ClaimMessagesTask> {

    private static final String SUSPECT =
            "the gateway ended "
                    + ClaimMessages.SUSPECT_ENDS
                    + " times while this message was handled; the message may be the cause";

    /** The number of rounds with rows to park that one call makes. */
    private static final int MAX_ROUNDS = 100;

    private final WriterContext writer;

    public ClaimMessagesStep(WriterContext writer) {
        this.writer = writer;
    }

    @Override
    public void run(Connection connection, List<ClaimMessagesTask> tasks, boolean again)
            throws SQLException {
        for (ClaimMessagesTask task : tasks) {
            if (!task.isDone()) {
                var claim = new Claim(connection, task);
                claim.run();
                claim.changes.apply(writer, connection);
                task.succeed(claim.result());
            }
        }
    }

    private final class Claim {

        private final Connection connection;
        private final ClaimMessagesTask task;
        private final String session = writer.session().get();
        private final long now = writer.now();
        private final List<ClaimedMessage> taken = new ArrayList<>();
        private final List<ParkedRow> parked = new ArrayList<>();
        private final List<Joined> joined = new ArrayList<>();
        private final WriterContext.Changes changes = new WriterContext.Changes();
        private OptionalLong next = OptionalLong.empty();

        Claim(Connection connection, ClaimMessagesTask task) {
            this.connection = connection;
            this.task = task;
        }

        void run() throws SQLException {
            Map<String, Boolean> bursts = new LinkedHashMap<>();
            for (String account : task.accounts()) {
                bursts.put(account, !task.burstWindow(account).isZero());
            }
            int before;
            int rounds = 0;
            do {
                before = parked.size();
                int room = task.limit() - taken.size();
                round(ClaimMessages.run(connection, session, bursts, room, now));
            } while (parked.size() > before
                    && taken.size() < task.limit()
                    && ++rounds < MAX_ROUNDS);
        }

        private void round(ClaimMessages.Result found) throws SQLException {
            next = found.next();
            List<Settlement> unreadable = new ArrayList<>();
            for (MessageRow row : found.claimed()) {
                RowReader.Read<ClaimedMessage> read =
                        RowReader.read(row.id(), () -> row.read(writer.files()));
                read.value().ifPresent(this::take);
                if (read.value().isEmpty()) {
                    unreadable.add(park(row, read.reason()));
                }
            }
            List<Parked> toPark = new ArrayList<>();
            found.suspects().forEach(row -> toPark.add(new Parked(row, SUSPECT)));
            if (!found.joining().isEmpty()) {
                join(found.joining(), toPark);
            }
            if (!toPark.isEmpty()) {
                ParkMessages.run(connection, session, toPark);
                for (Parked each : toPark) {
                    note(each.row(), each.reason());
                    changes.pending(each.row().account(), -1);
                }
            }
            if (!unreadable.isEmpty()) {
                SettleMessages.run(connection, session, unreadable, false, now);
            }
            if (!found.strays().isEmpty()) {
                Lanes.free(connection, session, Lanes.INBOX, found.strays(), now);
            }
        }

        private void take(ClaimedMessage message) {
            taken.add(message);
            writer.messages().add(message.row());
            changes.pending(message.platform(), -1);
            changes.inFlight(message.platform(), 1);
        }

        private Settlement park(MessageRow row, String reason) {
            note(row, reason);
            changes.pending(row.account(), -1);
            return new Settlement(
                    row.seq(),
                    row.id(),
                    row.claim(),
                    MessageState.PARKED.code(),
                    false,
                    true,
                    reason,
                    now,
                    null,
                    null,
                    null,
                    List.of());
        }

        private void note(MessageRow row, String reason) {
            parked.add(new ParkedRow(row.id(), row.account(), reason));
            changes.failed(row.account(), 1);
        }

        private void join(List<MessageRow> rows, List<Parked> toPark) throws SQLException {
            var groups = new MessageJoin(writer.files(), task, now);
            groups.add(rows);
            toPark.addAll(groups.unreadable());
            groups.run(connection, session);
            groups.taken().forEach(this::take);
            for (Joined part : groups.joined()) {
                joined.add(part);
                changes.pending(part.account(), -1);
                changes.handled(part.account(), 1);
            }
            next = earlier(next, groups.next());
        }

        ClaimResult<ClaimedMessage> result() {
            return new ClaimResult<>(
                    new ClaimBatch<>(
                            taken,
                            next.isPresent()
                                    ? Optional.of(Instant.ofEpochMilli(next.getAsLong()))
                                    : Optional.empty()),
                    parked,
                    joined);
        }
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }
}
