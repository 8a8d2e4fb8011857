package dev.gateway.postgres.queue;

import dev.gateway.postgres.table.Lanes;
import dev.gateway.postgres.table.SettleMessages;
import dev.gateway.postgres.table.SettledClaims;
import dev.gateway.postgres.writer.GroupStep;
import dev.gateway.postgres.writer.WriterContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The ends of claims of messages, in one statement. */
public final class SettleMessageStep implements GroupStep<SettleMessageTask> {

    private final WriterContext writer;

    public SettleMessageStep(WriterContext writer) {
        this.writer = writer;
    }

    @Override
    public void run(Connection connection, List<SettleMessageTask> tasks, boolean again)
            throws SQLException {
        String session = writer.session().get();
        SettledClaims result =
                SettleMessages.run(
                        connection,
                        session,
                        tasks.stream().map(SettleMessageTask::end).toList(),
                        again,
                        writer.now());
        if (!result.busy().isEmpty()) {
            Lanes.free(connection, session, Lanes.INBOX, result.busy(), writer.now());
        }
        var changes = new WriterContext.Changes();
        for (int i = 0; i < tasks.size(); i++) {
            SettleMessageTask task = tasks.get(i);
            boolean done = result.done().contains(i);
            if (done) {
                count(task, changes);
            }
            writer.messages().remove(task.row());
        }
        changes.apply(writer, connection);
        for (int i = 0; i < tasks.size(); i++) {
            tasks.get(i).succeed(result.done().contains(i));
        }
    }

    private static void count(SettleMessageTask task, WriterContext.Changes changes) {
        String account = task.account();
        changes.inFlight(account, -1);
        switch (task.state()) {
            case PENDING -> changes.pending(account, 1);
            case PARKED -> changes.failed(account, 1);
            default -> changes.handled(account, 1);
        }
        if (!task.end().answers().isEmpty()) {
            changes.outbox(account, task.end().answers().size());
        }
    }
}
