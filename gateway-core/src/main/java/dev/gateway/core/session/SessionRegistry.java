package dev.gateway.core.session;

import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.KernelLockState;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a home. A session has ended if the kernel's lock on its file is free. If the file
 * is missing, which no process does to another's, it lasts as long as its recorded process lives.
 * Only the holder of the home opens a session and removes ended ones; each process may look.
 * Thread-safe.
 */
public final class SessionRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);
    private static final String LOCK = ".lock";
    private static final String RECORD = ".json";
    private static final long POLL_MILLIS = 20;

    private final Path folder;
    private final ProcessProbe probe;
    private volatile Optional<SessionId> own = Optional.empty();

    /** Creates the registry of the sessions in {@code folder}, which need not exist. */
    public SessionRegistry(Path folder, ProcessProbe probe) {
        this.folder = folder;
        this.probe = probe;
    }

    /**
     * Opens the session of this process, which must hold the home.
     *
     * @throws IOException if its files cannot be created; nothing is left then
     */
    public Session open(SessionRecord record) throws IOException {
        createFolder(folder);
        removeUnnamed();
        SessionId id = SessionId.random();
        KernelLock lock = KernelLock.create(file(id, LOCK));
        boolean opened = false;
        try {
            SessionRecordJson.write(file(id, RECORD), record);
            opened = true;
        } finally {
            if (!opened) {
                lock.remove();
            }
        }
        own = Optional.of(id);
        return new Session(id, lock, file(id, RECORD), record);
    }

    static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** Removes files that got no name before their process died: only the holder creates some. */
    private void removeUnnamed() throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, "*" + LOCK + KernelLock.UNNAMED_SUFFIX)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Returns the sessions of which a file exists, without this process's own. */
    public List<KnownSession> others() {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                int dot = name.indexOf('.');
                if (dot > 0
                        && Set.of(LOCK, RECORD).contains(name.substring(dot))
                        && SessionId.isWellFormed(name.substring(0, dot))) {
                    names.add(name.substring(0, dot));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("Cannot list {}: {}", folder, e.getMessage());
        }
        List<KnownSession> found = new ArrayList<>();
        for (String name : names) {
            SessionId id = new SessionId(name);
            if (!own.filter(id::equals).isPresent()) {
                found.add(new KnownSession(id, record(id)));
            }
        }
        return found;
    }

    /** Returns the sessions that last, without this process's own. */
    public List<KnownSession> living() {
        return others().stream().filter(each -> !hasEnded(each.id())).toList();
    }

    /** Returns the facts about a session; empty if there are none. */
    public Optional<SessionRecord> record(SessionId id) {
        return SessionRecordJson.read(file(id, RECORD));
    }

    /** Returns whether the session has ended; one of which nothing is left has. */
    public boolean hasEnded(SessionId id) {
        return hasEnded(id, Optional.empty());
    }

    /**
     * Returns whether the session has ended.
     *
     * @param process its process as far as the caller knows it, for a session whose files are gone
     */
    public boolean hasEnded(SessionId id, Optional<ProcessIdentity> process) {
        Path lock = file(id, LOCK);
        if (Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
            KernelLockState state = KernelLock.probe(lock);
            if (state instanceof KernelLockState.Exclusive) {
                return false;
            }
            // Free also if it was removed meanwhile: by its process, which has ended it.
            if (state instanceof KernelLockState.Free) {
                return true;
            }
        }
        if (own.filter(id::equals).isPresent()) {
            return false;
        }
        // Its own record goes first at its end, so one without a lock file tells of a loss.
        return record(id)
                .map(SessionRecord::process)
                .or(() -> process)
                .map(each -> isThisProcess(each) || !each.isAlive(probe))
                .orElse(true);
    }

    /** A process has one session at a time, so another one of this process is an earlier one. */
    private boolean isThisProcess(ProcessIdentity process) {
        return ProcessIdentity.of(probe, probe.self()).matches(process);
    }

    /**
     * Waits until the session has ended.
     *
     * @return whether it has
     */
    public boolean awaitEnd(SessionId id, Duration limit) throws InterruptedException {
        Deadline deadline = Deadline.after(limit);
        while (!hasEnded(id)) {
            if (deadline.isExpired()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    /**
     * Removes what an ended session left, under its lock; does nothing to one that lasts. Only for
     * the holder of the home, after the journal has taken back what the session held.
     */
    public void removeEnded(SessionId id) {
        if (!hasEnded(id)) {
            return;
        }
        try {
            Path lock = file(id, LOCK);
            Optional<KernelLock> held =
                    Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
                            ? KernelLock.tryAcquire(lock)
                            : Optional.empty();
            Files.deleteIfExists(file(id, RECORD));
            Files.deleteIfExists(file(id, RECORD + ".tmp"));
            if (held.isPresent()) {
                held.get().remove();
            }
        } catch (IOException e) {
            LOG.debug("Cannot remove the files of session {}: {}", id, e.getMessage());
        }
    }

    private Path file(SessionId id, String suffix) {
        return folder.resolve(id + suffix);
    }
}
