package dev.gateway.postgres.queue;

import dev.gateway.postgres.table.Lanes;
import dev.gateway.postgres.table.SettleAnswers;
import dev.gateway.postgres.table.SettleAnswers.How;
import dev.gateway.postgres.table.SettledClaims;
import dev.gateway.postgres.writer.GroupStep;
import dev.gateway.postgres.writer.WriterContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The ends of claims of answers, in one statement. */
public final class SettleAnswerStep implements GroupStep<SettleAnswerTask> {

    private final WriterContext writer;

    public SettleAnswerStep(WriterContext writer) {
        this.writer = writer;
    }

    @Override
    public void run(Connection connection, List<SettleAnswerTask> tasks, boolean again)
            throws SQLException {
        String session = writer.session().get();
        SettledClaims result =
                SettleAnswers.run(
                        connection,
                        session,
                        tasks.stream().map(SettleAnswerTask::end).toList(),
                        again,
                        writer.now());
        if (!result.busy().isEmpty()) {
            Lanes.free(connection, session, Lanes.OUTBOX, result.busy(), writer.now());
        }
        var changes = new WriterContext.Changes();
        for (int i = 0; i < tasks.size(); i++) {
            SettleAnswerTask task = tasks.get(i);
            How how = task.end().how();
            if (result.done().contains(i) && (how == How.SENT || how == How.PARKED)) {
                changes.outbox(task.account(), -1);
                changes.failed(task.account(), how == How.PARKED ? 1 : 0);
            }
            writer.answers().remove(task.row());
        }
        changes.apply(writer, connection);
        for (int i = 0; i < tasks.size(); i++) {
            tasks.get(i).succeed(result.done().contains(i));
        }
    }
}
