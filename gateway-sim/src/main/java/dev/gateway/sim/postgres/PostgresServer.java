package dev.gateway.sim.postgres;

import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.ProcessStat;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.process.SignalSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real PostgreSQL on 127.0.0.1 with its data in a temporary folder. Every user may enter without
 * a password; {@code postgres} is the superuser. It is used by one thread at a time. {@link #close}
 * and the end of the JVM, of whatever kind, end its processes and delete its folder.
 */
public final class PostgresServer implements AutoCloseable {

    /** A server that starts or stops first writes what it has left, on a disk that may be slow. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final int READY_LINE = 7;
    private static final int ATTEMPTS = 5;

    private final Path folder;
    private final ServerUser user;
    private final Path binaries;
    private final ServerKeeper keeper;
    private int port;
    private long pid;

    private PostgresServer(Path folder, Path binaries, ServerUser user) throws IOException {
        this.folder = folder;
        this.binaries = binaries;
        this.user = user;
        keeper = ServerKeeper.start(folder, binaries, user);
    }

    /** Starts a new, empty server. */
    public static PostgresServer launch() throws IOException, InterruptedException {
        return launch(Map.of());
    }

    /** Starts a new, empty server with these lines in {@code postgresql.conf}. */
    public static PostgresServer launch(Map<String, String> settings)
            throws IOException, InterruptedException {
        PostgresServer server = withFolder(PostgresBinaries.folder(), ServerUser.choose());
        try {
            server.user.own(server.folder);
            if (!server.keeper.initialize()) {
                throw new IOException("initdb failed: " + server.log());
            }
            server.configure(settings);
            server.startFirst();
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static PostgresServer withFolder(Path binaries, ServerUser user) throws IOException {
        return new PostgresServer(
                Files.createTempDirectory("postgres-").toRealPath(), binaries, user);
    }

    private void configure(Map<String, String> settings) throws IOException {
        set("listen_addresses", "127.0.0.1");
        set("unix_socket_directories", "");
        // Goes with the folder, also after a crash.
        set("dynamic_shared_memory_type", "mmap");
        set("max_connections", "200");
        set("wal_keep_size", "256MB");
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            set(setting.getKey(), setting.getValue());
        }
    }

    /** Adds a line to {@code postgresql.conf}; it counts from the next start. */
    public void set(String name, String value) throws IOException {
        String line = name + " = '" + value.replace("'", "''") + "'\n";
        Files.writeString(data().resolve("postgresql.conf"), line, StandardOpenOption.APPEND);
    }

    /** Starts with a port that is free; another program may take it meanwhile. */
    private void startFirst() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            port = FreePort.find();
            set("port", Integer.toString(port));
            try {
                start();
                return;
            } catch (ExpectationFailedException e) {
                if (attempt == ATTEMPTS || !log().contains("could not bind")) {
                    throw e;
                }
            }
        }
    }

    /** Starts the server that was stopped or killed, and waits until it takes connections. */
    public void start() throws IOException, InterruptedException {
        requireStopped();
        pid = keeper.startServer();
        Await.until(() -> isReady() || !isRunning(), LIMIT, () -> "not ready: " + log());
        if (!isRunning()) {
            ended();
            throw new ExpectationFailedException("the server does not start: " + log());
        }
    }

    /** The PID in the file may be that of a former run, which a crash has left. */
    private boolean isReady() {
        try {
            List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
            return lines.size() > READY_LINE
                    && lines.get(0).equals(Long.toString(pid))
                    && lines.get(READY_LINE).startsWith("ready");
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops the server as a restart of the machine would: all connections are ended at once. */
    public void stop() throws IOException, InterruptedException {
        requireRunning();
        SignalSender.send(Signal.INT, pid);
        Await.until(() -> !isRunning(), LIMIT, () -> "does not stop: " + log());
        ended();
    }

    /** Stops the server and starts it again. */
    public void restart() throws IOException, InterruptedException {
        stop();
        start();
    }

    /** Kills all processes of the server at once: what it had not written to the disk is lost. */
    public void kill() throws IOException, InterruptedException {
        requireRunning();
        SignalSender.send(Signal.STOP, pid);
        List<Long> all = processes();
        all.forEach(process -> SignalSender.send(Signal.KILL, process));
        Await.until(
                () -> all.stream().noneMatch(PostgresServer::isAlive), LIMIT, "end after SIGKILL");
        ended();
    }

    /** Freezes all processes of the server: connections stay, nothing answers. */
    public void freeze() {
        requireRunning();
        SignalSender.send(Signal.STOP, pid);
        processes().forEach(process -> SignalSender.send(Signal.STOP, process));
    }

    /** Lets the frozen processes go on. */
    public void thaw() {
        requireRunning();
        processes().forEach(process -> SignalSender.send(Signal.CONT, process));
    }

    private List<Long> processes() {
        Stream<Long> children =
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        .map(ProcessHandle::pid);
        return Stream.concat(Stream.of(pid), children).toList();
    }

    private void ended() throws IOException, InterruptedException {
        keeper.reap();
        pid = 0;
    }

    /**
     * Starts a hot standby that follows this server.
     *
     * @param synchronous whether commits wait from now on until the standby has them on its disk
     */
    public PostgresServer standby(boolean synchronous) throws IOException, InterruptedException {
        PostgresServer standby = withFolder(binaries, user);
        try {
            new BaseBackup(this).copyTo(standby.data());
            user.own(standby.folder);
            standby.startFirst();
            if (synchronous) {
                execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
                execute("SELECT pg_reload_conf()");
            }
            String expected = synchronous ? "sync" : "async";
            Await.until(
                    () -> expected.equals(replication()),
                    LIMIT,
                    () -> "the standby does not follow: " + standby.log());
            return standby;
        } catch (IOException | InterruptedException | RuntimeException e) {
            standby.close();
            throw e;
        }
    }

    private String replication() {
        return query("SELECT max(sync_state) FROM pg_stat_replication WHERE state = 'streaming'");
    }

    /** Makes this standby a primary of its own, on a new timeline. */
    public void promote() {
        execute("SELECT pg_promote(true, 60)");
    }

    /** Returns whether the server's main process runs, frozen or not. */
    public boolean isRunning() {
        return pid != 0 && isAlive(pid);
    }

    private static boolean isAlive(long process) {
        return ProcessStat.of(process).map(ProcessStat::isAlive).orElse(false);
    }

    private void requireRunning() {
        if (!isRunning()) {
            throw new IllegalStateException("the server does not run: start it first");
        }
    }

    private void requireStopped() {
        if (isRunning()) {
            throw new IllegalStateException("the server runs: stop it first");
        }
    }

    /** Returns the port, which stays the same over all starts. */
    public int port() {
        return port;
    }

    /** Returns the address for a gateway's {@code journal.url}. */
    public String url() {
        return "postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Returns the folder of the server's data. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Opens a connection of the superuser. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:" + url(), "postgres", "");
    }

    /** Executes SQL of any kind as the superuser. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new ExpectationFailedException(sql + ": " + e.getMessage());
        }
    }

    /** Returns the first column of the first row as text, as the superuser sees it. */
    public String query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new ExpectationFailedException(sql + ": " + e.getMessage());
        }
    }

    /** Returns what the server has printed. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server in whatever state it is, and deletes its data. */
    @Override
    public void close() {
        keeper.close();
    }
}
