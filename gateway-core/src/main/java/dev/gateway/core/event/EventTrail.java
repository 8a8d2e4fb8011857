package dev.gateway.core.event;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code events.jsonl}: one line an event, each in one appending write, so that a gateway
 * and a successor that stands by can share the file. A line that a power loss tore is closed off by
 * the next writer. Rotation to {@code events.jsonl.1} happens only in {@link #rotateIfLarge()},
 * which the holder of the home calls. Thread-safe; a trail that cannot be written is reported once
 * and otherwise ignored, since it must never stop a gateway.
 */
public final class EventTrail implements LifecycleListener {

    private static final Logger LOG = LoggerFactory.getLogger(EventTrail.class);
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final Path file;
    private boolean checked;
    private boolean broken;

    /** A trail in {@code file}; made with the first event. */
    public EventTrail(Path file) {
        this.file = file;
    }

    @Override
    public synchronized void on(LifecycleEvent event) {
        if (!event.type().trail() || !Files.isDirectory(file.toAbsolutePath().getParent())) {
            return; // a home that does not exist yet has no trail
        }
        try {
            String prefix = checked || endsWithNewline() ? "" : "\n";
            checked = true;
            append(prefix + EventJson.line(event) + "\n");
            broken = false;
        } catch (IOException e) {
            if (!broken) {
                broken = true;
                LOG.warn("Cannot write {}: {}. Going on without it.", file, e.getMessage());
            }
        }
    }

    /** Starts a new file if this one has grown large. Only the holder of the home may call it. */
    public synchronized void rotateIfLarge() {
        try {
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".1"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            LOG.warn("Cannot rotate {}: {}", file, e.getMessage());
        }
    }

    /**
     * By a stream, not a channel: a channel fails when its thread is interrupted to hurry a stop.
     */
    private void append(String text) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new IOException("it is a symbolic link");
        }
        if (!Files.exists(file)) {
            createPrivate();
        }
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void createPrivate() throws IOException {
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // The other process that shares the trail was quicker.
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
