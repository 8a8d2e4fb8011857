package dev.gateway.core.event;

import dev.gateway.core.file.OwnerOnlyFile;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writer of {@code events.jsonl}. Each event is one line and one appending write, so a gateway and
 * its standby can share the file. The next writer ends a line that a power loss tore. Only the
 * holder of the home, from {@link EventType#LOCK_ACQUIRED} on, moves a large file to {@code
 * events.jsonl.1} and begins a new one. A file that cannot be written is reported once and then
 * ignored, since it must never stop a gateway. Thread-safe.
 */
public final class EventFileWriter implements LifecycleListener {

    private static final Logger LOG = LoggerFactory.getLogger(EventFileWriter.class);
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final Path file;
    private final long maxBytes;
    private boolean holder;
    private boolean checked;
    private boolean broken;

    /** Creates a writer to {@code file}; the first event creates the file. */
    public EventFileWriter(Path file) {
        this(file, MAX_BYTES);
    }

    EventFileWriter(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized void on(LifecycleEvent event) {
        if (!event.type().isRecorded() || !Files.isDirectory(file.toAbsolutePath().getParent())) {
            return; // the home does not exist yet
        }
        holder |= event.type() == EventType.LOCK_ACQUIRED;
        if (holder) {
            rotateIfLarge();
        }
        try {
            refuseSpecialFile();
            String prefix = checked || endsWithNewline() ? "" : "\n";
            checked = true;
            append(prefix + EventJson.line(event) + "\n");
            broken = false;
        } catch (IOException e) {
            checked = false; // half a line may have been written
            if (!broken) {
                broken = true;
                LOG.warn("Cannot write {}: {}. Going on without it.", file, e.getMessage());
            }
        }
    }

    /** Returns the path of the file that a rotation has moved away. */
    static Path rotated(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** Begins a new file if the present one is large. Only the holder of the home may call this. */
    public synchronized void rotateIfLarge() {
        try {
            if (Files.exists(file) && Files.size(file) > maxBytes) {
                Files.move(
                        file,
                        rotated(file),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            LOG.warn("Cannot rotate {}: {}", file, e.getMessage());
        }
    }

    /**
     * Refuses links, which can lead anywhere, and pipes, which block until another process reads.
     */
    private void refuseSpecialFile() throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no plain file");
        }
    }

    /**
     * Appends through a stream: a channel fails when its thread is interrupted to hasten a stop.
     */
    private void append(String text) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            OwnerOnlyFile.createIfMissing(file);
        }
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private boolean endsWithNewline() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return true;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(in.length() - 1);
            return in.read() == '\n';
        }
    }
}
