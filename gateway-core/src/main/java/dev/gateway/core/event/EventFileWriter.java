package dev.gateway.core.event;

import dev.gateway.core.file.OwnerOnlyFile;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writer of {@code events.jsonl}. Each event is one line and one appending write, so a gateway and
 * its standby can share the file. The next writer ends a line that a power loss tore. Only the
 * holder of the home, from {@link EventType#LOCK_ACQUIRED} until it passes the home on, moves a
 * large file to {@code events.jsonl.1} and begins a new one. A file that cannot be written is
 * reported once and then ignored, since it must never stop a gateway. Thread-safe.
 */
public final class EventFileWriter implements LifecycleListener {

    private static final Logger LOG = LoggerFactory.getLogger(EventFileWriter.class);
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final Path file;
    private final long maxBytes;
    private boolean holder;
    private boolean broken;
    private FileOutputStream out;
    private Object key;
    private String prefix = "";

    /** Creates a writer to {@code file}; the first event creates the file. */
    public EventFileWriter(Path file) {
        this(file, MAX_BYTES);
    }

    EventFileWriter(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    @Override
    public void on(LifecycleEvent event) {
        if (event.type().isRecorded()) { // The others wait for no write.
            record(event);
        }
    }

    private synchronized void record(LifecycleEvent event) {
        switch (event.type()) {
            case LOCK_ACQUIRED, HANDOVER_FAILED -> holder = true;
            case HANDOVER_STARTED -> holder = false; // From here on the file is the successor's.
            default -> {
                // Nothing about the home.
            }
        }
        try {
            Optional<BasicFileAttributes> present = present();
            if (holder && present.filter(now -> now.size() > maxBytes).isPresent()) {
                rotateIfLarge();
                present = present();
            }
            boolean same = out != null && present.filter(this::isOpen).isPresent();
            if (!same && !reopen()) {
                return; // The home does not exist yet.
            }
            append(prefix + EventJson.line(event) + "\n");
            prefix = "";
            broken = false;
        } catch (IOException e) {
            close(); // Half a line may have been written.
            if (!broken) {
                broken = true;
                LOG.warn("Cannot write {}: {}. Going on without it.", file, e.getMessage());
            }
        }
    }

    /**
     * Returns the attributes of the file that has the name now; empty if there is none.
     *
     * @throws IOException if it is a link, which can lead anywhere, or a pipe, which blocks until
     *     another process reads
     */
    private Optional<BasicFileAttributes> present() throws IOException {
        try {
            BasicFileAttributes now =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!now.isRegularFile()) {
                throw new IOException("it is no plain file");
            }
            return Optional.of(now);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder())) { // For instance a file has the name of the home.
                return Optional.empty();
            }
            throw e;
        }
    }

    private Path folder() {
        return file.toAbsolutePath().getParent();
    }

    private boolean isOpen(BasicFileAttributes now) {
        return key != null && key.equals(now.fileKey());
    }

    /**
     * Opens the file that has the name now and keeps it open: at a hand-over of a thousand accounts
     * there are ten thousand events. A stream, as a channel fails when its thread is interrupted to
     * hasten a stop.
     *
     * @return false if there is no folder for it
     */
    private boolean reopen() throws IOException {
        close();
        while (true) {
            if (present().isEmpty()) {
                if (!Files.isDirectory(folder())) {
                    return false;
                }
                OwnerOnlyFile.createIfMissing(file);
            }
            Optional<BasicFileAttributes> before = present();
            if (before.isEmpty()) {
                continue; // Moved away this very moment, by the holder of the home.
            }
            key = before.get().fileKey();
            out = new FileOutputStream(file.toFile(), true);
            if (key == null || present().filter(this::isOpen).isPresent()) {
                prefix = endsWithNewline() ? "" : "\n";
                return true;
            }
            close();
        }
    }

    private void append(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            // The descriptor is closed in either case.
        }
        out = null;
        key = null;
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
