package dev.gateway.postgres.journal;

import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.time.Deadline;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.writer.HeldCounts;
import dev.gateway.postgres.writer.JournalWriter;
import dev.gateway.postgres.writer.PlainTask;
import dev.gateway.postgres.writer.Task;
import dev.gateway.postgres.writer.WriterContext;
import dev.gateway.postgres.writer.WriterUpkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The writers of a journal. Each account has one of them, so that its calls keep their order. */
final class Writers {

    /** Two statements wait for the database at a time; more help only a database of many cores. */
    private static final int NUMBER = 2;

    /** The time for the calls in progress; a database that is away takes longer. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final List<JournalWriter> all = new ArrayList<>();
    private final List<WriterUpkeep> upkeep = new ArrayList<>();
    private final List<WriterContext> contexts = new ArrayList<>();

    Writers(
            Database database,
            Supplier<String> session,
            Clock clock,
            HeldCounts counts,
            AttachmentCodec files,
            Runnable changed,
            PlainTask.Work<Void> notice) {
        for (int i = 0; i < NUMBER; i++) {
            int number = i;
            WriterContext context =
                    WriterContext.of(
                            session,
                            clock,
                            counts,
                            files,
                            account -> number(account) == number,
                            changed,
                            notice);
            contexts.add(context);
            var look = new WriterUpkeep(context);
            upkeep.add(look);
            all.add(
                    new JournalWriter(
                            database, "journal-writer-" + (i + 1), new WriterSteps(context), look));
        }
    }

    private static int number(String account) {
        return Math.floorMod(account.hashCode(), NUMBER);
    }

    void start() {
        all.forEach(JournalWriter::start);
    }

    /** Applies changes of the numbers of an account, in its writer. */
    void apply(String account, WriterContext.Changes changes, Connection connection)
            throws SQLException {
        changes.apply(contexts.get(number(account)), connection);
    }

    /** Returns the writer of an account. */
    JournalWriter of(String account) {
        return all.get(number(account));
    }

    /** Returns the accounts by writer, in the order of the writers. */
    List<List<String>> byWriter(List<String> accounts) {
        List<List<String>> parts = new ArrayList<>();
        all.forEach(writer -> parts.add(new ArrayList<>()));
        accounts.forEach(account -> parts.get(number(account)).add(account));
        return parts;
    }

    JournalWriter get(int number) {
        return all.get(number);
    }

    /** Makes all look after their accounts soon. */
    void wake() {
        all.forEach(JournalWriter::wake);
    }

    /** Gives up the connections that have waited for an answer for a while. */
    void giveUpWaiting() {
        all.forEach(JournalWriter::giveUpWaiting);
    }

    /** Makes a short call that completes even if the caller is interrupted meanwhile. */
    <T> T uninterrupted(String account, Supplier<Task<T>> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return of(account).call(task.get());
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean isClosing() {
        return all.get(0).isClosing();
    }

    IOException closed() {
        return all.get(0).closed();
    }

    Optional<Instant> oldestPending() {
        return upkeep.stream()
                .flatMap(look -> look.oldestPending().stream())
                .min(Instant::compareTo);
    }

    void beginClosing() {
        all.forEach(JournalWriter::beginClosing);
    }

    /** Finishes the calls in progress of all of them, within one limit. */
    void close() {
        Deadline deadline = Deadline.after(CLOSE_TIMEOUT);
        all.forEach(writer -> writer.finish(deadline));
        all.forEach(writer -> writer.close(deadline));
    }
}
