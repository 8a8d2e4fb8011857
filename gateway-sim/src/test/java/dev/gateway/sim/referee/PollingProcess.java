package dev.gateway.sim.referee;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** A separate process that polls until it is killed or has had a given number of answers. */
public final class PollingProcess implements AutoCloseable {

    private final Process process;

    private PollingProcess(Process process) {
        this.process = process;
    }

    static PollingProcess start(URI address, int polls) throws Exception {
        return new PollingProcess(
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PollingProcess.class.getName(),
                                address.toString(),
                                Integer.toString(polls))
                        .inheritIO()
                        .start());
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly();
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Runs the process. */
    public static void main(String[] args) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            HttpRequest poll =
                    HttpRequest.newBuilder(URI.create(args[0]))
                            .timeout(Duration.ofSeconds(60))
                            .build();
            client.send(poll, HttpResponse.BodyHandlers.discarding());
        }
    }
}
