package dev.gateway.cli.run;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.event.LifecycleListener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener that reports the start through a pipe to the command that launched this gateway: event
 * file and console may be on a full disk, or belong to another user. Each line is {@code event
 * NAME}, or the reason of a failure. Thread-safe; silent once the gateway is up.
 */
final class StartupReporter implements LifecycleListener {

    private static final Logger LOG = LoggerFactory.getLogger(StartupReporter.class);
    private static final Set<EventType> REPORTED =
            Set.of(
                    EventType.STANDBY,
                    EventType.LOCK_ACQUIRED,
                    EventType.TOKEN_WAITING,
                    EventType.STATE_CHANGED,
                    EventType.READY);

    /**
     * The limit of lines, far less than a pipe holds: the gateway must not wait for a command that
     * does not read.
     */
    private static final int MAX_LINES = 100;

    private final Path pipe;
    private int sent;

    StartupReporter(Path pipe) {
        this.pipe = pipe;
    }

    @Override
    public void on(LifecycleEvent event) {
        if (REPORTED.contains(event.type())) {
            String state = event.text(EventField.STATE);
            send("event " + (state.isEmpty() ? event.type().wireName() : state));
        }
        if (event.type() == EventType.READY) {
            setSentCount(MAX_LINES);
        }
    }

    /** Reports the reason of a failed start. */
    void failed(String why) {
        send(why);
    }

    /**
     * Writes a line to the pipe, opened for reading and writing, so that opening does not wait for
     * a reader that is gone.
     */
    private synchronized void send(String line) {
        if (sent >= MAX_LINES) {
            return;
        }
        sent++;
        try (var out = new RandomAccessFile(pipe.toFile(), "rw")) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("Nothing listens at {}", pipe, e);
        }
    }

    private synchronized void setSentCount(int count) {
        sent = count;
    }
}
