package dev.gateway.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.instance.HomeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * The file of the log. A file that was deleted or moved away, by a person or by logrotate, is made
 * anew by the next {@link #reopenIfMoved()}; one that was cut goes on from where it was cut.
 * Thread-safe.
 */
final class LogFileAppender extends RollingFileAppender<ILoggingEvent> {

    private Object opened;

    @Override
    public void openFile(String name) throws IOException {
        streamWriteLock.lock();
        try {
            Path path = Path.of(name);
            createPrivate(path);
            super.openFile(name);
            opened = identity(path);
        } finally {
            streamWriteLock.unlock();
        }
    }

    /** Opens the file again if its name no longer leads to it. */
    void reopenIfMoved() {
        if (!isStarted()) {
            return;
        }
        streamWriteLock.lock();
        try {
            Path path = Path.of(getFile());
            Object now = identity(path);
            boolean another = now != null && !Objects.equals(now, opened);
            if (now == null || another && Files.isRegularFile(path)) {
                reopen(path);
            }
        } catch (IOException e) {
            addError("Cannot open " + getFile() + " again", e); // the next look tries again
        } finally {
            streamWriteLock.unlock();
        }
    }

    private void reopen(Path path) throws IOException {
        Path home = path.toAbsolutePath().getParent().getParent();
        if (home == null || !Files.isDirectory(home)) {
            return; // gone or moved as a whole: that is not for the log to mend
        }
        HomeDirectory.create(path.toAbsolutePath().getParent());
        // As openFile does it, but what is open stays open until there is another.
        createPrivate(path);
        openFile(getFile());
    }

    /** What tells this very file from another one of the same name; null if there is none. */
    private static Object identity(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Logback would make it readable for others. */
    private static void createPrivate(Path file) {
        try {
            OwnerOnlyFile.createIfMissing(file);
        } catch (IOException e) {
            // Opening it reports it if it matters.
        }
    }
}
