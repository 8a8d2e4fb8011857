package dev.gateway.sim.tryout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The lines of standard input. A thread of its own reads them, as reading cannot be interrupted.
 */
final class StdinReader {

    private static final int READ_AHEAD = 100;

    private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(READ_AHEAD);
    private final BufferedReader reader;

    private StdinReader(InputStream stream) {
        reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    static StdinReader of(InputStream stream) {
        StdinReader stdinReader = new StdinReader(stream);
        Thread thread = new Thread(stdinReader::read, "input");
        thread.setDaemon(true);
        thread.start();
        return stdinReader;
    }

    private void read() {
        try {
            String line = nextLine();
            while (line != null) {
                lines.put(Optional.of(line));
                line = nextLine();
            }
            lines.put(Optional.empty());
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    private String nextLine() {
        try {
            return reader.readLine();
        } catch (IOException gone) {
            return null; // counts as the end of the input: nothing more can be typed
        }
    }

    /** Waits for the next line; empty at the end of the input. */
    Optional<String> next() throws InterruptedException {
        return lines.take();
    }
}
