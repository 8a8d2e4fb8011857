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
 * The appender of the log file. A file that was deleted or moved, by the operator or by logrotate,
 * is created again by the next {@link #reopenIfMoved()}; a truncated one continues at its new end.
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

    /** Opens the file again if its path no longer leads to it. */
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
            addError("Cannot open " + getFile() + " again", e); // the next check tries again
        } finally {
            streamWriteLock.unlock();
        }
    }

    private void reopen(Path path) throws IOException {
        Path home = path.toAbsolutePath().getParent().getParent();
        if (home == null || !Files.isDirectory(home)) {
            return; // the home is gone or moved, which the log cannot repair
        }
        HomeDirectory.create(path.toAbsolutePath().getParent());
        // As openFile, but the old file stays open until the new one is.
        createPrivate(path);
        openFile(getFile());
    }

    /**
     * Returns the identity of the file, which differs from another file of the same path; null if
     * there is none.
     */
    private static Object identity(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Creates the file with mode 0600; Logback would make it readable for others. */
    private static void createPrivate(Path file) {
        try {
            OwnerOnlyFile.createIfMissing(file);
        } catch (IOException e) {
            // Opening the file reports the failure.
        }
    }
}
