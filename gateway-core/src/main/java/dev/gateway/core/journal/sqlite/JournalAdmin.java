package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.AnswerPart;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.StoredAnswer;
import dev.gateway.core.journal.StoredMessage;
import dev.gateway.core.journal.file.DatabaseFileMonitor;
import dev.gateway.core.journal.file.DatabaseFiles;
import dev.gateway.core.journal.table.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What an operator may see and do in a journal, from any process, while a gateway runs on it or
 * not: SQLite's locks keep the two apart, and a running gateway notices a change within about a
 * second. Nothing is created or migrated. Ids are those of {@link StoredMessage} and {@link
 * StoredAnswer}. Not thread-safe.
 *
 * <p>A gateway whose journal is damaged puts another file into its place. What was changed in the
 * former one meanwhile is changed again in that one, so that nothing acknowledged is lost.
 *
 * <p>Not for the process of the running gateway itself.
 */
public final class JournalAdmin implements AutoCloseable {

    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    /** A journal that is replaced this often while one change is made is somebody's play. */
    private static final int TRIES = 5;

    private static final long LOOK_MILLIS = 20;

    private final Path file;
    private final Clock clock;
    private Object key;
    private JournalDatabase store;
    private AdminQueries table;

    private JournalAdmin(Path file, Object key, JournalDatabase store, Clock clock) {
        this.file = file;
        this.clock = clock;
        use(key, store);
    }

    private void use(Object opened, JournalDatabase on) {
        this.key = opened;
        this.store = on;
        this.table = new AdminQueries(on);
    }

    /**
     * Opens the journal of a home; empty if there is none yet.
     *
     * @throws IOException if it cannot be read, or was written by another version
     */
    public static Optional<JournalAdmin> open(Path file, Clock clock) throws IOException {
        return open(file, clock, JournalDatabase::openAsIs);
    }

    /**
     * Opens the journal of a home for reading alone: the methods that change something throw, and
     * neither the file nor those beside it are touched. Empty if there is none yet.
     *
     * @throws IOException if it cannot be read, or was written by another version
     */
    public static Optional<JournalAdmin> openReadOnly(Path file, Clock clock) throws IOException {
        return open(file, clock, JournalDatabase::openReadOnly);
    }

    private static Optional<JournalAdmin> open(Path file, Clock clock, Opener opener)
            throws IOException {
        // Before it is opened: one that comes after this is noticed by being another one.
        Object key = DatabaseFileMonitor.key(file);
        return store(file, opener).map(store -> new JournalAdmin(file, key, store, clock));
    }

    private static Optional<JournalDatabase> store(Path file, Opener opener) throws IOException {
        new DatabaseFiles(file).requirePlain();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return opener.open(file, BUSY_TIMEOUT);
        } catch (Schema.OtherVersion e) {
            throw new IOException(
                    file
                            + " has schema "
                            + e.found()
                            + ", this command knows "
                            + Schema.version()
                            + "; use the command of the gateway's own version, or restart it.");
        } catch (SQLException e) {
            throw SqliteErrorClassifier.describe(file, e);
        }
    }

    /** The oldest messages in one of these states. */
    public List<StoredMessage> messages(Set<MessageState> states, int limit) throws IOException {
        return read(() -> table.messages(states, limit));
    }

    /** One message, if there is such a one. */
    public Optional<StoredMessage> message(String id) throws IOException {
        return read(() -> table.message(id));
    }

    /** The oldest answers in the outbox. */
    public List<StoredAnswer> answers(boolean parkedOnly, int limit) throws IOException {
        return read(() -> table.answers(parkedOnly, limit));
    }

    /** One answer in the outbox, if there is such a one. */
    public Optional<StoredAnswer> answer(String id) throws IOException {
        return read(() -> table.answer(id));
    }

    /**
     * Has a parked message handled, or a parked answer sent, as if for the first time; one that
     * waits for its next try is due at once. False if there is none with that id, or none that
     * could be tried again.
     */
    public boolean retry(String id) throws IOException {
        return change(() -> table.retry(id, clock.millis()), done -> done && !isParked(id));
    }

    /** Gives a message or an answer up. False if there is none with that id, or it is in work. */
    public boolean drop(String id) throws IOException {
        return change(() -> table.drop(id), done -> done && !isOpen(id));
    }

    /**
     * Puts what an operator says into the outbox, behind what is there for that conversation, one
     * message a part; a gateway sends it as it sends answers, at its next start if none runs.
     *
     * @param platform the account's name
     * @param parts each as long as the platform takes it
     * @return the ids of the parts
     */
    public List<String> send(String platform, String conversation, List<AnswerPart> parts)
            throws IOException {
        return change(
                () -> table.send(platform, conversation, parts, clock.millis()), this::hasAnswers);
    }

    private boolean hasAnswers(List<String> ids) throws SQLException {
        for (String id : ids) {
            if (table.answer(id).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private boolean isParked(String id) throws SQLException {
        return table.answer(id).filter(StoredAnswer::parked).isPresent()
                || table.message(id).filter(one -> one.state() == MessageState.PARKED).isPresent();
    }

    private boolean isOpen(String id) throws SQLException {
        return table.answer(id).isPresent()
                || table.message(id)
                        .filter(
                                one ->
                                        one.state() == MessageState.PARKED
                                                || one.state() == MessageState.PENDING)
                        .isPresent();
    }

    /** What a check of the whole file finds; empty if it is sound. Takes long for a large one. */
    public Optional<String> damage() throws IOException {
        try {
            store.check();
            return Optional.empty();
        } catch (SQLException e) {
            if (SqliteErrorClassifier.of(e) == SqliteErrorClassifier.DAMAGED) {
                return Optional.of(e.getMessage());
            }
            throw SqliteErrorClassifier.describe(file, e);
        }
    }

    /** How many messages stand where. */
    public MessageCounts counts() throws IOException {
        return read(() -> JournalStats.of(store)).counts();
    }

    /** The damaged database that this one replaces, unless somebody has acknowledged it. */
    public Optional<QuarantinedDatabase> replaced() throws IOException {
        return read(store::replaced);
    }

    /**
     * Takes note of {@link #replaced()}: the gateway does not count as degraded for it any more.
     */
    public void acknowledge() throws IOException {
        change(
                () -> {
                    store.acknowledge();
                    return true;
                },
                done -> false);
    }

    @Override
    public void close() throws IOException {
        try {
            store.close();
        } catch (SQLException e) {
            throw SqliteErrorClassifier.describe(file, e);
        }
    }

    private <T> T read(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (SQLException e) {
            throw SqliteErrorClassifier.describe(file, e);
        }
    }

    /**
     * Changes something, in the file that is there afterwards.
     *
     * @param held whether a change that was made in the former file came over into this one
     */
    private <T> T change(Step<T> step, Held<T> held) throws IOException {
        Optional<T> before = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            T changed = commit(step, before, held);
            awaitCopy();
            if (key == null || key.equals(DatabaseFileMonitor.key(file))) {
                return changed;
            }
            before = Optional.of(changed);
            reopen();
        }
        throw new IOException(
                file + " is replaced again and again; try again when the gateway has written it.");
    }

    private <T> T commit(Step<T> step, Optional<T> before, Held<T> held) throws IOException {
        try {
            store.session().begin(true);
            if (before.isPresent() && held.test(before.get())) {
                store.session().rollback();
                return before.get();
            }
            T changed = step.run();
            store.session().commit();
            return changed;
        } catch (SQLException e) {
            try {
                store.session().rollback();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw SqliteErrorClassifier.describe(file, e);
        }
    }

    /** While a copy is made, it is not known yet whether it has what was changed. */
    private void awaitCopy() {
        var files = new DatabaseFiles(file);
        long deadline = System.nanoTime() + BUSY_TIMEOUT.toNanos();
        try {
            while (files.isBeingWrittenAgain() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reopen() throws IOException {
        Object now = DatabaseFileMonitor.key(file);
        Optional<JournalDatabase> another = store(file, JournalDatabase::openAsIs);
        if (another.isEmpty()) {
            throw new IOException(
                    file + " was replaced meanwhile, and what was changed is gone; try again.");
        }
        JournalDatabase former = store;
        use(now, another.get());
        try {
            former.close();
        } catch (SQLException e) {
            // It is no journal any more.
        }
    }

    @FunctionalInterface
    private interface Opener {
        Optional<JournalDatabase> open(Path file, Duration busyTimeout)
                throws SQLException, Schema.OtherVersion;
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws SQLException;
    }

    @FunctionalInterface
    private interface Held<T> {
        boolean test(T changed) throws SQLException;
    }
}
