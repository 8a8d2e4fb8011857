package dev.gateway.postgres.queue;

import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ParkedRow;
import dev.gateway.postgres.table.ClaimAnswers;
import dev.gateway.postgres.table.ClaimAnswers.AnswerRow;
import dev.gateway.postgres.table.Lanes;
import dev.gateway.postgres.table.SettleAnswers;
import dev.gateway.postgres.table.SettleAnswers.How;
import dev.gateway.postgres.table.SettleAnswers.Settlement;
import dev.gateway.postgres.writer.GroupStep;
import dev.gateway.postgres.writer.RowReader;
import dev.gateway.postgres.writer.Task;
import dev.gateway.postgres.writer.WriterContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Claims of answers of several accounts: one statement, and another one for rows to park. */
public final class ClaimAnswersStep implements GroupStep<ClaimAnswersTask> {

    private final WriterContext writer;

    public ClaimAnswersStep(WriterContext writer) {
        this.writer = writer;
    }

    @Override
    public void run(Connection connection, List<ClaimAnswersTask> tasks, boolean again)
            throws SQLException {
        List<ClaimAnswersTask> open = new ArrayList<>(tasks);
        open.removeIf(Task::isDone);
        while (!open.isEmpty()) {
            Map<String, ClaimAnswersTask> one = new LinkedHashMap<>();
            open.forEach(task -> one.putIfAbsent(task.account(), task));
            claim(connection, one);
            open.removeIf(Task::isDone);
        }
    }

    private void claim(Connection connection, Map<String, ClaimAnswersTask> tasks)
            throws SQLException {
        String session = writer.session().get();
        long now = writer.now();
        ClaimAnswers.Result found =
                ClaimAnswers.run(
                        connection,
                        session,
                        tasks.values().stream().map(ClaimAnswersTask::wanted).toList(),
                        now);
        Map<String, List<ClaimedAnswer>> taken = new LinkedHashMap<>();
        Map<String, List<ParkedRow>> parked = new LinkedHashMap<>();
        List<Settlement> unreadable = new ArrayList<>();
        for (AnswerRow row : found.claimed()) {
            RowReader.Read<ClaimedAnswer> read =
                    RowReader.read(row.id(), () -> row.read(writer.files()));
            if (read.value().isPresent()) {
                list(taken, row.account()).add(read.value().get());
                writer.answers().add(row.seq());
            } else {
                unreadable.add(park(row, read.reason()));
                list(parked, row.account())
                        .add(new ParkedRow(row.id(), row.account(), read.reason()));
            }
        }
        if (!unreadable.isEmpty()) {
            SettleAnswers.run(connection, session, unreadable, false, now);
            var changes = new WriterContext.Changes();
            parked.forEach(
                    (account, rows) -> {
                        changes.outbox(account, -rows.size());
                        changes.failed(account, rows.size());
                    });
            changes.apply(writer, connection);
        }
        if (!found.strays().isEmpty()) {
            Lanes.free(connection, session, Lanes.OUTBOX, found.strays(), now);
        }
        for (ClaimAnswersTask task : tasks.values()) {
            List<ClaimedAnswer> own = taken.getOrDefault(task.account(), List.of());
            List<ParkedRow> rows = parked.getOrDefault(task.account(), List.of());
            // What followed a parked one is due at once.
            Optional<Instant> next =
                    rows.isEmpty()
                            ? next(found, task, own)
                            : Optional.of(Instant.ofEpochMilli(now));
            task.succeed(new ClaimResult<>(new ClaimBatch<>(own, next), rows));
        }
    }

    /**
     * Returns the time at which more is due. Answers of refused conversations that may not be
     * claimed now are looked up again when one in progress has ended.
     */
    private static Optional<Instant> next(
            ClaimAnswers.Result found, ClaimAnswersTask task, List<ClaimedAnswer> taken) {
        Long next = found.nextUnrefused().get(task.account());
        long retries = taken.stream().filter(answer -> answer.refusals() > 0).count();
        if (retries < task.wanted().retries()) {
            Long refused = found.nextRefused().get(task.account());
            next = next == null || refused != null && refused < next ? refused : next;
        }
        return Optional.ofNullable(next).map(Instant::ofEpochMilli);
    }

    private static Settlement park(AnswerRow row, String reason) {
        return new Settlement(
                row.seq(), row.id(), row.claim(), How.PARKED, reason, 0, 0, "", "", "");
    }

    private static <T> List<T> list(Map<String, List<T>> lists, String account) {
        return lists.computeIfAbsent(account, ignored -> new ArrayList<>());
    }
}
