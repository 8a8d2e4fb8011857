package dev.gateway.core.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.file.AtomicFile;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of {@code state.json}: writes when the state changed or the file differs from the last
 * version, and every few seconds so that readers see its age. Thread-safe. Only the holder of the
 * home may use it. A failed write costs the view, never the gateway.
 */
public final class StateFile {

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    /**
     * The refresh interval; an older file is a sign that the gateway hangs ({@link StatusReader}).
     */
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final Path file;
    private final Clock clock;
    private StatusSnapshot written;
    private Object writtenAs;
    private Deadline refresh = Deadline.after(REFRESH);
    private boolean broken;

    public StateFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Writes {@code snapshot} if the file does not hold it, or is due for a new time. */
    public synchronized void write(StatusSnapshot snapshot) {
        if (writtenAs != null // The first: equals of a record is linked at its first call.
                && snapshot.equals(written)
                && !refresh.isExpired()
                && writtenAs.equals(attributes())) {
            return;
        }
        try {
            byte[] content = JsonTree.bytes(stamped(snapshot.toJson()));
            try {
                AtomicFile.write(file, content, false);
            } catch (IOException e) {
                // On a full disk the old file holds the very space that the new one needs; and no
                // view is better than an outdated one that reports success.
                removeOld(e);
                AtomicFile.write(file, content, false);
            }
            written = snapshot;
            writtenAs = attributes();
            refresh = Deadline.after(REFRESH);
            broken = false;
        } catch (IOException e) {
            if (!broken) {
                broken = true;
                LOG.warn("Cannot write {}: {}", file, e.getMessage());
            }
        }
    }

    /**
     * Adds the present time, also by the monotonic clock: all processes of the machine share it, so
     * that readers can tell the file's age.
     */
    private ObjectNode stamped(ObjectNode node) {
        return node.put("written_at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("written_mono_ns", System.nanoTime());
    }

    /**
     * Returns attributes that change when another program deletes, replaces, truncates or edits the
     * file; null if there is none.
     */
    private Object attributes() {
        try {
            var found =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return List.of(String.valueOf(found.fileKey()), found.size(), found.lastModifiedTime());
        } catch (IOException e) {
            return null;
        }
    }

    private void removeOld(IOException why) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw why;
        }
        Files.delete(file);
    }
}
