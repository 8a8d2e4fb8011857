package dev.gateway.sim.postgres;

import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The parent of one server: a shell in a session of its own, so that no Ctrl-C reaches the server.
 * When the JVM closes it, or dies, it ends the server and deletes its folder.
 */
final class ServerKeeper implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Process shell;
    private final Writer orders;
    private final BufferedReader answers;

    private ServerKeeper(Process shell) {
        this.shell = shell;
        orders = shell.outputWriter(StandardCharsets.UTF_8);
        answers = shell.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the keeper of the server that has this folder. */
    static ServerKeeper start(Path folder, Path binaries, ServerUser user) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", script()));
        command.addAll(List.of("postgres-keeper", folder.toString(), binaries.toString()));
        command.addAll(user.prefix());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        // PGPORT and the like are the developer's, for a server of another purpose.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return new ServerKeeper(builder.start());
    }

    private static String script() throws IOException {
        try (InputStream script = ServerKeeper.class.getResourceAsStream("keeper.sh")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Creates the server's data. */
    boolean initialize() throws IOException, InterruptedException {
        return order("init") == 0;
    }

    /** Starts the server and returns its PID. */
    long startServer() throws IOException, InterruptedException {
        return order("start");
    }

    /** Waits for the server that has ended. */
    void reap() throws IOException, InterruptedException {
        order("reap");
    }

    private long order(String order) throws IOException, InterruptedException {
        orders.write(order + "\n");
        orders.flush();
        Await.until(this::hasAnswer, LIMIT, () -> "no answer to '" + order + "' in " + LIMIT);
        String answer = answers.readLine();
        if (answer == null) {
            throw new ExpectationFailedException("the keeper of the server is dead");
        }
        return Long.parseLong(answer);
    }

    private boolean hasAnswer() {
        try {
            return answers.ready() || !shell.isAlive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server, if it runs, and deletes its folder. */
    @Override
    public void close() {
        try {
            orders.close();
            if (!shell.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new ExpectationFailedException("the server does not end within " + LIMIT);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            // The shell ends by itself.
            Thread.currentThread().interrupt();
        }
    }
}
