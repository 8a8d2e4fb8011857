package dev.gateway.postgres.writer;

import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.postgres.table.Counts.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The things that the steps of one writer share.
 *
 * @param session the registration of this process at this moment
 * @param counts the numbers of the held accounts
 * @param files the names of files in the home
 * @param owns whether an account is this writer's
 * @param changed called when there is work that listeners do not know of
 * @param messages the rows of the messages in flight with this process
 * @param answers the rows of the answers that this process is sending
 * @param adoptions the number of the last adoption of each account
 * @param notice tells other processes that work of theirs has changed
 */
public record WriterContext(
        Supplier<String> session,
        Clock clock,
        HeldCounts counts,
        AttachmentCodec files,
        Predicate<String> owns,
        Runnable changed,
        Set<Long> messages,
        Set<Long> answers,
        Map<String, Integer> adoptions,
        PlainTask.Work<Void> notice) {

    public static WriterContext of(
            Supplier<String> session,
            Clock clock,
            HeldCounts counts,
            AttachmentCodec files,
            Predicate<String> owns,
            Runnable changed,
            PlainTask.Work<Void> notice) {
        return new WriterContext(
                session,
                clock,
                counts,
                files,
                owns,
                changed,
                ConcurrentHashMap.newKeySet(),
                ConcurrentHashMap.newKeySet(),
                new ConcurrentHashMap<>(),
                notice);
    }

    public long now() {
        return clock.millis();
    }

    /** Applies changes, summed up by account. */
    public static final class Changes {
        private final Map<String, Tally> byAccount = new TreeMap<>();

        public void add(String account, Tally change) {
            byAccount.merge(account, change, Tally::plus);
        }

        public void pending(String account, long n) {
            add(account, new Tally(n, 0, 0, 0, 0, 0));
        }

        public void inFlight(String account, long n) {
            add(account, new Tally(0, n, 0, 0, 0, 0));
        }

        public void failed(String account, long n) {
            add(account, new Tally(0, 0, n, 0, 0, 0));
        }

        public void outbox(String account, long n) {
            add(account, new Tally(0, 0, 0, n, 0, 0));
        }

        public void handled(String account, long n) {
            add(account, new Tally(0, 0, 0, 0, n, 0));
        }

        public void refused(String account, long n) {
            add(account, new Tally(0, 0, 0, 0, 0, n));
        }

        /** Applies them; other processes are told of what concerns accounts of theirs. */
        public void apply(WriterContext writer, Connection connection) throws SQLException {
            byAccount.forEach(writer.counts()::add);
            if (byAccount.keySet().stream().anyMatch(each -> !writer.counts().holds(each))) {
                writer.notice().run(connection);
            }
        }
    }
}
