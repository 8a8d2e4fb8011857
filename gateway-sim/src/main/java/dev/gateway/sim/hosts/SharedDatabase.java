package dev.gateway.sim.hosts;

import dev.gateway.core.time.DurationFormat;
import dev.gateway.sim.network.Direction;
import dev.gateway.sim.network.TcpProxy;
import dev.gateway.sim.postgres.PostgresServer;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.timeline.RunRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The database that several hosts share: a real PostgreSQL, to which each host has a line of its
 * own. What happens to it is recorded. For one thread.
 */
public final class SharedDatabase implements AutoCloseable {

    /** The role and the schema of the hosts. */
    static final String SCHEMA = "gateway";

    private final RunRecorder recorder;
    private final Duration lease;
    private final LeaseWatcher watcher;
    private final Map<String, TcpProxy> lines = new LinkedHashMap<>();
    private PostgresServer primary;
    private Optional<PostgresServer> standby = Optional.empty();

    private SharedDatabase(PostgresServer primary, Duration lease, RunRecorder recorder) {
        this.primary = primary;
        this.lease = lease;
        this.recorder = recorder;
        watcher = new LeaseWatcher(primary, recorder);
    }

    /**
     * Starts the database.
     *
     * @param lease the lease of the hosts
     * @param recorder the record of its faults and of the leases
     */
    public static SharedDatabase start(Duration lease, RunRecorder recorder)
            throws InterruptedException {
        try {
            PostgresServer server = PostgresServer.launch();
            server.execute("CREATE ROLE " + SCHEMA + " LOGIN");
            server.execute("CREATE SCHEMA " + SCHEMA + " AUTHORIZATION " + SCHEMA);
            SharedDatabase database = new SharedDatabase(server, lease, recorder);
            database.watcher.start();
            recorder.databaseAnswers();
            return database;
        } catch (IOException e) {
            throw new ExpectationFailedException("no PostgreSQL: " + e.getMessage());
        }
    }

    /**
     * Returns the sections of a host's config, {@code journal:} and {@code host:}.
     *
     * @param settings more keys of {@code host:}, for instance {@code join_after}
     */
    public String config(String host, Map<String, String> settings) {
        StringBuilder more = new StringBuilder();
        settings.forEach((key, value) -> more.append(", ").append(key).append(": ").append(value));
        return """
               journal: {type: postgres, url: "postgresql://127.0.0.1:%d/postgres", user: %s, lease: %s}
               host: {name: %s%s}
               """
                .formatted(line(host).port(), SCHEMA, DurationFormat.format(lease), host, more);
    }

    private TcpProxy line(String host) {
        return lines.computeIfAbsent(
                host,
                name -> {
                    try {
                        return TcpProxy.to(primary.port());
                    } catch (IOException e) {
                        throw new UncheckedIOException("no line to the database", e);
                    }
                });
    }

    /** Returns who has which account, by the account's name. */
    public Map<String, LeaseHolder> holders() {
        return watcher.holders();
    }

    /** Cuts the line of a host: nothing arrives, no end of a connection shows. */
    public void cut(String host) {
        recorder.databaseLine(host, "cut");
        line(host).cut();
    }

    /** Cuts the line of a host in one direction. */
    public void cut(String host, Direction direction) {
        recorder.databaseLine(host, direction == Direction.TO_SERVER ? "cut to it" : "cut from it");
        line(host).cut(direction);
    }

    /** Delays all on the line of a host. */
    public void delay(String host, Duration oneWay) {
        recorder.databaseLine(host, "slow");
        line(host).delay(oneWay);
    }

    /** Resets all connections of a host; what was on the way is lost. */
    public void reset(String host) {
        recorder.databaseLine(host, "reset");
        line(host).reset();
    }

    /** Heals the line of a host; what it held back is delivered. */
    public void heal(String host) {
        recorder.databaseLine(host, "healed");
        line(host).delay(Duration.ZERO);
        line(host).heal();
    }

    /** Stops the database in order. */
    public void stop() throws InterruptedException {
        recorder.databaseFault("stop", true);
        run(primary::stop);
    }

    /** Kills the database with SIGKILL. */
    public void kill() throws InterruptedException {
        recorder.databaseFault("SIGKILL", true);
        run(primary::kill);
    }

    /** Starts the database that was stopped or killed. */
    public void start() throws InterruptedException {
        run(primary::start);
        recorder.databaseAnswers();
    }

    /** Freezes the database: connections stay, nothing answers. */
    public void freeze() {
        recorder.databaseFault("SIGSTOP", false);
        primary.freeze();
    }

    /** Lets the frozen database go on. */
    public void thaw() {
        primary.thaw();
        recorder.databaseAnswers();
    }

    /** Starts a standby that follows the database. */
    public void addStandby(boolean synchronous) throws InterruptedException {
        run(() -> standby = Optional.of(primary.standby(synchronous)));
    }

    /** Kills the database and promotes the standby, to which all lines lead from then on. */
    public void failOver() throws InterruptedException {
        PostgresServer next =
                standby.orElseThrow(
                        () ->
                                new ExpectationFailedException(
                                        "there is no standby to fail over to"));
        recorder.databaseFault("failover", true);
        run(primary::kill);
        primary.close();
        next.promote();
        primary = next;
        standby = Optional.empty();
        lines.values().forEach(line -> line.redirect(next.port()));
        watcher.follow(next);
        recorder.databaseAnswers();
    }

    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    private static void run(Action action) throws InterruptedException {
        try {
            action.run();
        } catch (IOException e) {
            throw new ExpectationFailedException("the database: " + e.getMessage());
        }
    }

    /** Ends the database and deletes its data. */
    @Override
    public void close() {
        watcher.close();
        for (TcpProxy line : lines.values()) {
            try {
                line.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        standby.ifPresent(PostgresServer::close);
        primary.close();
    }
}
