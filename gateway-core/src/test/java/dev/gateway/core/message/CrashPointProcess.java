package dev.gateway.core.message;

import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.event.LifecycleListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that runs a {@link RedeliveringPlatform} and is killed. At its k-th event it prints so
 * and stops, together with every other thread that reaches an event, until it is dead.
 */
final class CrashPointProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;

    private CrashPointProcess(Process process) {
        this.process = process;
        this.said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a process; {@code event} 0 never stops. */
    static CrashPointProcess start(Path home, int messages, int event) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashPointProcess.class.getName(),
                        home.toString(),
                        Integer.toString(messages),
                        Integer.toString(event));
        var builder = new ProcessBuilder(command);
        builder.redirectError(home.resolve("stderr").toFile());
        return new CrashPointProcess(builder.start());
    }

    /** Returns the next line of its output; null at its end. */
    String readLine() throws IOException {
        String line = said.readLine();
        while (line != null && !line.startsWith("> ")) {
            line = said.readLine();
        }
        return line == null ? null : line.substring(2);
    }

    /** Sends SIGKILL. */
    @Override
    public void close() throws IOException {
        try {
            process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            said.close();
        }
    }

    /** Runs the process itself. */
    public static void main(String[] args) throws Exception {
        var redeliveringPlatform =
                new RedeliveringPlatform(Path.of(args[0]), Integer.parseInt(args[1]));
        redeliveringPlatform.run(new StandStill(Integer.parseInt(args[2])));
        say("finished");
    }

    private static void say(String line) {
        System.out.println("> " + line);
        System.out.flush();
    }

    private static final class StandStill implements LifecycleListener {
        private final int at;
        private int seen;

        StandStill(int at) {
            this.at = at;
        }

        @Override
        public synchronized void on(LifecycleEvent event) {
            if (seen++ == 0) {
                say("started");
            }
            if (seen == at) {
                say("at " + event.type());
                while (true) {
                    // Parked with the lock held: no thread passes an event any more.
                    LockSupport.park();
                }
            }
        }
    }
}
