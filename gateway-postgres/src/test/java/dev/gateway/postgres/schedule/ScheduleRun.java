package dev.gateway.postgres.schedule;

import dev.gateway.core.config.journal.DatabaseTls;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.config.journal.PostgresConfig.Server;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.schedule.Evidence.Change;
import dev.gateway.postgres.schedule.SimulatedHost.Site;
import dev.gateway.sim.network.Direction;
import dev.gateway.sim.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One run of a random schedule: several hosts in this JVM, each with a line of its own to one real
 * database. After the last step everything is healed, and all messages have to be answered.
 */
final class ScheduleRun {

    /** A lease much shorter than a config allows, so that a run takes seconds. */
    static final Duration LEASE = Duration.ofMillis(800);

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 20;

    /** A message that was just handed out is on no list for a moment. */
    private static final int SURE_LOOKS = 10;

    private static final int JUDGED_LOOKS = 50;

    /** Records each change of holder and cursor; the lock of the row gives the order. */
    private static final String AUDIT =
            """
            CREATE TABLE %1$s.audit (
                n bigint GENERATED ALWAYS AS IDENTITY, id text, epoch bigint, session text,
                cursor text);
            CREATE FUNCTION %1$s.audit() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO %1$s.audit (id, epoch, session, cursor)
                VALUES (NEW.id, NEW.epoch, NEW.session, NEW.cursor);
                RETURN NULL;
            END $$;
            CREATE TRIGGER audit AFTER INSERT OR UPDATE ON %1$s.account
            FOR EACH ROW EXECUTE FUNCTION %1$s.audit()""";

    private final PostgresServer server;
    private final RandomSchedule schedule;
    private final Adjustment adjustment;
    private final Path folder;
    private final String schema;
    private final Predicate<String> sought;
    private final Evidence evidence = new Evidence();
    private final List<FakeAccount> accounts;
    private final List<HostSlot> slots = new ArrayList<>();
    private final Set<SessionId> ended = ConcurrentHashMap.newKeySet();

    /** Creates a run with homes in this folder. */
    ScheduleRun(
            PostgresServer server, RandomSchedule schedule, Adjustment adjustment, Path folder) {
        this(server, schedule, adjustment, folder, promise -> false);
    }

    /**
     * Creates a run that waits for no further answer once a broken promise is found.
     *
     * @param sought says which promise
     */
    ScheduleRun(
            PostgresServer server,
            RandomSchedule schedule,
            Adjustment adjustment,
            Path folder,
            Predicate<String> sought) {
        this.sought = sought;
        this.server = server;
        this.schedule = schedule;
        this.adjustment = adjustment;
        this.folder = folder;
        this.schema = "seed_" + schedule.seed();
        this.accounts = accounts();
    }

    /** Returns an account of each kind of platform. */
    static List<FakeAccount> accounts() {
        return List.of(
                new FakeAccount("weixin", DeliveryManner.CONSUMED_ON_DELIVERY),
                new FakeAccount("telegram", DeliveryManner.CONFIRMED_BY_CURSOR),
                new FakeAccount("feishu", DeliveryManner.PUSHED_UNTIL_ACKNOWLEDGED));
    }

    /**
     * The outcome of a run.
     *
     * @param broken the broken promises
     * @param changes the number of times that an account changed hands
     * @param messages the number of messages
     * @param late the number of messages that were stored late
     * @param overlaps the number of polls beside a later holder
     * @param repeated the number of sendings of an answer after its first one
     * @param died the number of messages that were lost with a process that was killed
     */
    record Outcome(
            List<String> broken,
            long changes,
            long messages,
            long late,
            long overlaps,
            long repeated,
            long died) {}

    /** Plays the schedule and judges it. */
    Outcome play() throws IOException, InterruptedException, SQLException {
        server.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        try {
            for (int i = 0; i < schedule.hosts(); i++) {
                slots.add(slot(i));
            }
            begin();
            steps();
            heal();
            awaitAnswers();
            return outcome();
        } finally {
            end();
            server.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        }
    }

    private HostSlot slot(int index) throws IOException {
        String name = "host-" + index;
        Path home = Files.createDirectories(folder.resolve(schema).resolve(name));
        return new HostSlot(
                port -> new Site(name, home, database(port), accounts, evidence, adjustment, ended),
                server.port());
    }

    private PostgresConfig database(int port) {
        return new PostgresConfig(
                List.of(new Server("127.0.0.1", port)),
                "postgres",
                "postgres",
                Optional.empty(),
                DatabaseTls.DEFAULT,
                schema,
                LEASE,
                Optional.empty());
    }

    /** The first host makes the tables; then the changes of accounts are recorded. */
    private void begin() throws IOException, InterruptedException {
        slots.get(0).start();
        awaitTables();
        server.execute(AUDIT.formatted(schema));
        for (HostSlot each : slots.subList(1, slots.size())) {
            each.start();
        }
    }

    private void awaitTables() throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        String there = "SELECT to_regclass('" + schema + ".account') IS NOT NULL";
        while (!server.query(there).equals("t")) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no tables, " + schedule);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void steps() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        for (ScheduleStep step : schedule.steps()) {
            long due = begin + Duration.ofMillis(step.atMillis()).toNanos();
            long left = due - System.nanoTime();
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
            take(step);
        }
    }

    private void take(ScheduleStep step) throws IOException, InterruptedException {
        HostSlot host = slots.get(step.host());
        switch (step.kind()) {
            case SAY -> accounts.get(step.account()).say("c" + step.argument());
            case HAND_OVER ->
                    host.handOver(accounts.get(step.account()), slots.get(step.argument()));
            case PAUSE -> host.pause();
            case RESUME -> host.resume();
            case CUT -> host.line().cut(EnumSet.allOf(Direction.class));
            case CUT_TO_DATABASE -> host.line().cut(EnumSet.of(Direction.TO_SERVER));
            case CUT_FROM_DATABASE -> host.line().cut(EnumSet.of(Direction.TO_CLIENT));
            case HEAL -> host.line().cut(Set.of());
            case KILL -> host.kill();
            case STOP -> host.stop();
            case START -> host.start();
            case END_CONNECTIONS -> slots.forEach(each -> each.line().reset());
            case FREEZE_DATABASE -> slots.forEach(each -> each.line().freeze(true));
            case THAW_DATABASE -> slots.forEach(each -> each.line().freeze(false));
            case CRASH_DATABASE -> server.kill();
            case START_DATABASE -> server.start();
            default -> throw new IllegalStateException("no such step: " + step);
        }
    }

    private void heal() throws IOException, InterruptedException {
        if (!server.isRunning()) {
            server.start();
        }
        for (HostSlot each : slots) {
            each.line().cut(Set.of());
            each.line().freeze(false);
            each.resume();
        }
        for (HostSlot each : slots) {
            while (!each.start()) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /**
     * Waits until each message has its answer, or was lost with the process that had it; no longer
     * than anything is left to do.
     */
    private void awaitAnswers() throws InterruptedException, SQLException {
        long end = System.nanoTime() + LIMIT.toNanos();
        int over = 0;
        for (int look = 0;
                System.nanoTime() - end < 0 && !isAnswered() && over < SURE_LOOKS;
                look++) {
            over = isOver() ? over + 1 : 0;
            if (look % JUDGED_LOOKS == 0 && outcome().broken().stream().anyMatch(sought)) {
                return;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /**
     * Returns whether neither the platforms, nor the hosts, nor the journal have a message left.
     */
    private boolean isOver() {
        String left =
                "SELECT (SELECT count(*) FROM %1$s.message WHERE state IN (0, 2))"
                        + " + (SELECT count(*) FROM %1$s.answer)";
        return accounts.stream().allMatch(FakeAccount::isDelivered)
                && evidence.isStored()
                && server.query(left.formatted(schema)).equals("0");
    }

    private boolean isAnswered() {
        return accounts.stream()
                .allMatch(
                        account ->
                                account.unanswered().stream()
                                        .allMatch(text -> evidence.diedWith(account, text)));
    }

    private Outcome outcome() throws SQLException {
        List<Change> changes = changes();
        var judge = new ScheduleJudge(evidence, accounts, changes);
        List<String> broken = judge.broken();
        return new Outcome(
                broken,
                changes.stream().filter(each -> each.session() != null).count(),
                accounts.stream().mapToLong(each -> each.said().size()).sum(),
                evidence.stored().stream().filter(Evidence.Stored::late).count(),
                judge.overlaps(),
                evidence.sendings().size()
                        - evidence.sendings().stream()
                                .map(each -> each.account() + each.text())
                                .distinct()
                                .count(),
                accounts.stream()
                        .mapToLong(
                                each ->
                                        each.unanswered().stream()
                                                .filter(text -> evidence.diedWith(each, text))
                                                .count())
                        .sum());
    }

    private List<Change> changes() throws SQLException {
        List<Change> found = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT id, epoch, session, coalesce(cursor, '0') FROM "
                                        + schema
                                        + ".audit ORDER BY n")) {
            while (rows.next()) {
                found.add(
                        new Change(
                                rows.getString(1),
                                rows.getLong(2),
                                rows.getString(3),
                                Long.parseLong(rows.getString(4))));
            }
        }
        return found;
    }

    private void end() throws InterruptedException {
        slots.forEach(HostSlot::stop);
        for (HostSlot each : slots) {
            each.awaitStop();
        }
    }
}
