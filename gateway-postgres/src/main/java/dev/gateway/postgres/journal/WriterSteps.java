package dev.gateway.postgres.journal;

import dev.gateway.postgres.intake.AcceptStep;
import dev.gateway.postgres.intake.AcceptTask;
import dev.gateway.postgres.intake.AdoptStep;
import dev.gateway.postgres.intake.AdoptTask;
import dev.gateway.postgres.queue.ClaimAnswersStep;
import dev.gateway.postgres.queue.ClaimAnswersTask;
import dev.gateway.postgres.queue.ClaimMessagesStep;
import dev.gateway.postgres.queue.ClaimMessagesTask;
import dev.gateway.postgres.queue.NextDueTask;
import dev.gateway.postgres.queue.SettleAnswerStep;
import dev.gateway.postgres.queue.SettleAnswerTask;
import dev.gateway.postgres.queue.SettleMessageStep;
import dev.gateway.postgres.queue.SettleMessageTask;
import dev.gateway.postgres.table.Lanes;
import dev.gateway.postgres.table.LostClaims;
import dev.gateway.postgres.writer.PlainTask;
import dev.gateway.postgres.writer.Task;
import dev.gateway.postgres.writer.TaskSteps;
import dev.gateway.postgres.writer.WriterContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps of one writer, by the kind of task. Used by the thread of the writer alone. */
final class WriterSteps implements TaskSteps {

    private static final int FEW_REFUSALS = 2;

    /** The order of the kinds: the ends of work come before claims of more. */
    private static final List<Class<?>> ORDER =
            List.of(
                    AdoptTask.class,
                    AcceptTask.class,
                    SettleAnswerTask.class,
                    SettleMessageTask.class,
                    ClaimMessagesTask.class,
                    ClaimAnswersTask.class,
                    NextDueTask.class,
                    PlainTask.class);

    private final WriterContext writer;
    private final AdoptStep adopt;
    private final AcceptStep accept;
    private final SettleMessageStep settleMessages;
    private final SettleAnswerStep settleAnswers;
    private final ClaimMessagesStep claimMessages;
    private final ClaimAnswersStep claimAnswers;
    private boolean uncertain;

    WriterSteps(WriterContext writer) {
        this.writer = writer;
        this.adopt = new AdoptStep(writer);
        this.accept = new AcceptStep(writer);
        this.settleMessages = new SettleMessageStep(writer);
        this.settleAnswers = new SettleAnswerStep(writer);
        this.claimMessages = new ClaimMessagesStep(writer);
        this.claimAnswers = new ClaimAnswersStep(writer);
    }

    @Override
    public List<List<Task<?>>> inOrder(Map<Class<?>, List<Task<?>>> byKind) {
        List<List<Task<?>>> groups = new ArrayList<>();
        for (Class<?> kind : ORDER) {
            if (byKind.containsKey(kind)) {
                groups.add(byKind.get(kind));
            }
        }
        return groups;
    }

    @Override
    public void run(Connection connection, List<Task<?>> tasks, boolean again) throws SQLException {
        Task<?> first = tasks.get(0);
        if (first instanceof AdoptTask) {
            adopt.run(connection, of(AdoptTask.class, tasks), again);
        } else if (first instanceof AcceptTask) {
            accept.run(connection, of(AcceptTask.class, tasks), again);
        } else if (first instanceof SettleAnswerTask) {
            settleAnswers.run(connection, of(SettleAnswerTask.class, tasks), again);
        } else if (first instanceof SettleMessageTask) {
            settleMessages.run(connection, of(SettleMessageTask.class, tasks), again);
        } else if (first instanceof ClaimMessagesTask) {
            releaseLostClaims(connection);
            claimMessages.run(connection, of(ClaimMessagesTask.class, tasks), again);
        } else if (first instanceof ClaimAnswersTask) {
            releaseLostClaims(connection);
            claimAnswers.run(connection, of(ClaimAnswersTask.class, tasks), again);
        } else if (first instanceof NextDueTask) {
            nextDue(connection, of(NextDueTask.class, tasks));
        } else {
            for (Task<?> task : tasks) {
                if (!task.isDone()) {
                    ((PlainTask<?>) task).run(connection);
                }
            }
        }
    }

    private static <T> List<T> of(Class<T> kind, List<Task<?>> tasks) {
        return tasks.stream().map(kind::cast).toList();
    }

    private void nextDue(Connection connection, List<NextDueTask> tasks) throws SQLException {
        Map<String, Instant> due = new HashMap<>();
        List<String> accounts = tasks.stream().map(NextDueTask::account).distinct().toList();
        for (Lanes.Due each : Lanes.nextUnpaced(connection, accounts, FEW_REFUSALS)) {
            due.put(each.account(), Instant.ofEpochMilli(each.readyAt()));
        }
        for (NextDueTask task : tasks) {
            task.succeed(Optional.ofNullable(due.get(task.account())));
        }
    }

    @Override
    public void prepare(Connection connection) throws SQLException {
        adopt.prepare(connection);
    }

    @Override
    public void lineBroke() {
        uncertain = true;
    }

    private void releaseLostClaims(Connection connection) throws SQLException {
        if (!uncertain) {
            return;
        }
        String session = writer.session().get();
        List<String> accounts = new ArrayList<>(LostClaims.accounts(connection, session));
        accounts.removeIf(writer.owns().negate());
        if (!accounts.isEmpty()) {
            LostClaims.release(connection, session, accounts, writer.messages(), writer.answers());
        }
        uncertain = false;
    }
}
