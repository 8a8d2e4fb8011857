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
 * Tells the command that launched this gateway how the start goes, through a pipe: the trail and
 * the console may be on a disk that is full, or belong to another user. One line each: {@code event
 * NAME}, or the reason of a failure. Thread-safe; silent from the moment it is up.
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

    /** Far less than a pipe holds: nothing here may wait for a command that does not read. */
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

    /** Tells why it did not come up. */
    void failed(String why) {
        send(why);
    }

    /** Opened for both ways, so that opening it does not wait for a reader that is gone. */
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
