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
 * Writes {@code events.jsonl}: one line an event, each in one appending write, so that a gateway
 * and a successor that stands by can share the file. A line that a power loss tore is closed off by
 * the next writer. Only the holder of the home, from {@link EventType#LOCK_ACQUIRED} on, moves a
 * large trail to {@code events.jsonl.1} and begins a new one. Thread-safe; a trail that cannot be
 * written is reported once and otherwise ignored, since it must never stop a gateway.
 */
public final class EventFileWriter implements LifecycleListener {

    private static final Logger LOG = LoggerFactory.getLogger(EventFileWriter.class);
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final Path file;
    private final long maxBytes;
    private boolean holder;
    private boolean checked;
    private boolean broken;

    /** A trail in {@code file}; made with the first event. */
    public EventFileWriter(Path file) {
        this(file, MAX_BYTES);
    }

    EventFileWriter(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized void on(LifecycleEvent event) {
        if (!event.type().trail() || !Files.isDirectory(file.toAbsolutePath().getParent())) {
            return; // a home that does not exist yet has no trail
        }
        holder |= event.type() == EventType.LOCK_ACQUIRED;
        if (holder) {
            rotateIfLarge();
        }
        try {
            refuseWhatIsNoFile();
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

    /** What a trail is called once it has grown large. */
    static Path rotated(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** Starts a new file if this one has grown large. Only the holder of the home may call it. */
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

    /** A link could lead anywhere, and opening a pipe blocks until somebody reads it. */
    private void refuseWhatIsNoFile() throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no plain file");
        }
    }

    /**
     * By a stream, not a channel: a channel fails when its thread is interrupted to hurry a stop.
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
