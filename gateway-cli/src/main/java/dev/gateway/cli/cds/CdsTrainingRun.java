package dev.gateway.cli.cds;

import dev.gateway.cli.GatewayCli;
import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A start–stop cycle of a gateway that loads all its classes: run with one account of a platform on
 * loopback, one answered message, stop, and the viewing commands. The launcher, which created the
 * folder, deletes the home.
 */
final class CdsTrainingRun {

    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final long POLL_MILLIS = 5;
    private static final Pattern RUNNING = Pattern.compile("\"state\"\\s*:\\s*\"running\"");

    private final Path home;

    /**
     * Creates a training run.
     *
     * @param folder an empty folder for the home
     */
    CdsTrainingRun(Path folder) {
        this.home = folder.resolve("home");
    }

    void run() throws IOException, InterruptedException {
        try (var platform = new LoopbackTelegram()) {
            // Regardless of the umask: a home that others can read is rejected.
            HomeDirectory.create(home);
            Path config = Files.writeString(home.resolve("config.yaml"), platform.config());
            // Regardless of the umask: a config that others can write to is rejected.
            OwnerOnlyFile.restrict(config);
            Thread gateway = start();
            boolean running = awaitAnswer(platform, gateway) && awaitRunning(gateway);
            for (String view : List.of("status", "events", "tokens")) {
                call(view);
                call(view, "--json");
            }
            call("logs");
            stop(gateway, running);
            // A home that has been in use takes other ways through a start than a new one.
            Thread again = start();
            stop(again, awaitRunning(again));
        }
        call("status", "--json");
        call("stop");
    }

    private static boolean awaitAnswer(LoopbackTelegram platform, Thread gateway)
            throws InterruptedException {
        Deadline deadline = Deadline.after(TIMEOUT);
        while (!platform.awaitAnswer(Duration.ofMillis(POLL_MILLIS))) {
            if (!gateway.isAlive() || deadline.isExpired()) {
                return false;
            }
        }
        return true;
    }

    private Thread start() {
        var gateway = new Thread(() -> call("run"), "training-gateway");
        gateway.setDaemon(true);
        gateway.start();
        return gateway;
    }

    private boolean awaitRunning(Thread gateway) throws IOException, InterruptedException {
        Path file = home.resolve("state.json");
        Deadline deadline = Deadline.after(TIMEOUT);
        while (gateway.isAlive() && !deadline.isExpired()) {
            if (Files.exists(file) && RUNNING.matcher(Files.readString(file)).find()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }

    /**
     * Stops a gateway as an operator does. Only a running one has replaced the JVM's signal
     * handler.
     */
    private static void stop(Thread gateway, boolean running)
            throws IOException, InterruptedException {
        if (running) {
            var pid = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("kill", "-TERM", pid).start().waitFor();
        }
        gateway.join(TIMEOUT.toMillis());
    }

    private void call(String command, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = command;
        arguments[1] = "--home";
        arguments[2] = home.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        GatewayCli.commandLine(arguments).execute(arguments);
    }
}
