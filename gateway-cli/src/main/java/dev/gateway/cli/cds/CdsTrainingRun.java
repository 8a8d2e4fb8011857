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

/**
 * A whole life of a gateway, so that all its classes are loaded: run with one account of a platform
 * that is played by this very process, one message answered, stop, and the views afterwards. The
 * home is thrown away by the launcher, which made the folder.
 */
final class CdsTrainingRun {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 5;

    private final Path home;

    /**
     * A rehearsal.
     *
     * @param folder an empty folder, in which the home is made
     */
    CdsTrainingRun(Path folder) {
        this.home = folder.resolve("home");
    }

    void run() throws IOException, InterruptedException {
        try (var platform = new LoopbackTelegram()) {
            // Whatever the umask: a home that others can look into is refused.
            HomeDirectory.create(home);
            Path config = Files.writeString(home.resolve("config.yaml"), platform.config());
            // Whatever the umask: a config that others can write to is refused.
            OwnerOnlyFile.restrict(config);
            var gateway = new Thread(() -> call("run"), "rehearsed-gateway");
            gateway.setDaemon(true);
            gateway.start();
            boolean running =
                    awaitAnswer(platform, gateway) && awaitState("\"state\":\"running\"", gateway);
            for (String view : List.of("status", "events", "tokens", "logs")) {
                call(view);
            }
            if (running) {
                // As an operator ends it. Only one that runs has taken the signal from the JVM.
                stop();
            }
            gateway.join(TIMEOUT.toMillis());
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

    private boolean awaitState(String text, Thread gateway)
            throws IOException, InterruptedException {
        Path file = home.resolve("state.json");
        Deadline deadline = Deadline.after(TIMEOUT);
        while (gateway.isAlive() && !deadline.isExpired()) {
            if (Files.exists(file) && Files.readString(file).replace(" ", "").contains(text)) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }

    private static void stop() throws IOException, InterruptedException {
        var pid = Long.toString(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-TERM", pid).start().waitFor();
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
