package dev.gateway.core.message.fetch;

import dev.gateway.core.concurrent.InterruptibleSection;
import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to download one file. The file appears under its name only when it is complete and on
 * disk. The name is derived from the message, so that the next attempt, also of the next process,
 * continues the same part and creates no other file.
 */
final class FileFetch {

    private static final Logger LOG = LoggerFactory.getLogger(FileFetch.class);
    private static final int MAX_NAME = 80;
    private static final int SNIFFED_BYTES = 64;

    private final RemoteAttachment remote;
    private final Path file;
    private final Path part;
    private final FetchSettings settings;
    private final InterruptibleSection call = new InterruptibleSection();
    private final long began = System.nanoTime();
    private long grewAt = began;
    private long size = -1;

    /** Creates an attempt for the file of that number of a message. */
    FileFetch(
            RemoteAttachment remote,
            Path folder,
            String message,
            int number,
            FetchSettings settings) {
        this.remote = remote;
        this.settings = settings;
        String name = safe(message) + "-" + number + "-" + safe(remote.name());
        this.file = folder.resolve(name);
        this.part = folder.resolve("." + name + ".part");
    }

    /**
     * Downloads the file.
     *
     * @throws PlatformException.Unavailable if no further attempt can succeed
     * @throws PlatformException if a later attempt may succeed
     * @throws StalledException if the download stalled, or {@link #end} was called
     * @throws IOException if the file cannot be written
     */
    Attachment run(PlatformAdapter adapter, ScheduledExecutorService timer)
            throws PlatformException, StalledException, IOException, InterruptedException {
        boolean begun =
                Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) && Files.size(part) > 0;
        if (!begun) {
            HomeDirectory.create(part.getParent());
            Files.deleteIfExists(part);
            OwnerOnlyFile.create(part);
        }
        load(adapter, begun, timer);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
        return new Attachment(remote.kind(), remote.name(), mediaType(), file, Files.size(file));
    }

    /** Ends the attempt at once. */
    void end() {
        call.expire();
    }

    /** Returns the size of the part that is there; 0 if there is none. */
    long partSize() {
        try {
            return Files.size(part);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Deletes the part of a file that is given up. */
    void discard() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.debug("{} stays until it is old: {}", part, e.getMessage());
        }
    }

    private void load(PlatformAdapter adapter, boolean begun, ScheduledExecutorService timer)
            throws PlatformException, StalledException, IOException, InterruptedException {
        long every = Math.max(1, settings.stall().toMillis() / 15);
        ScheduledFuture<?> watch =
                timer.scheduleWithFixedDelay(
                        this::inspectPartial, every, every, TimeUnit.MILLISECONDS);
        try {
            call.call(
                    () -> {
                        if (begun) {
                            adapter.resume(remote, part, settings.within());
                        } else {
                            adapter.fetch(remote, part, settings.within());
                        }
                        return null;
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (InterruptibleSection.ExpiredException e) {
            throw new StalledException();
        } finally {
            watch.cancel(false);
        }
    }

    /** Ends a stalled attempt. */
    private void inspectPartial() {
        long now = System.nanoTime();
        long seen = sizeNow();
        if (seen != size) {
            size = seen;
            grewAt = now;
        }
        boolean stalled = now - grewAt > settings.stall().toNanos();
        boolean over = now - began > settings.within().plus(settings.stall()).toNanos();
        if (stalled || over) {
            call.expire();
        }
    }

    private long sizeNow() {
        try {
            return Files.size(part);
        } catch (IOException e) {
            return size; // The file is being replaced.
        }
    }

    /**
     * Returns the media type, detected if the platform names none: images come without a telling
     * name, and not all are JPEG.
     */
    private String mediaType() throws IOException {
        boolean guess =
                remote.kind() == Attachment.Kind.IMAGE
                        || remote.mediaType().equals(Attachment.UNKNOWN_TYPE);
        if (!guess) {
            return remote.mediaType();
        }
        try (var in = UntrustedFiles.openOwn(file)) {
            byte[] first = in.readNBytes(SNIFFED_BYTES);
            String type = URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(first));
            return Optional.ofNullable(type).orElse(remote.mediaType());
        }
    }

    /** Makes the new name survive a power failure, if the system lets a folder be synced. */
    private void syncFolder() {
        try (FileChannel channel = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("{} cannot be synced: {}", file.getParent(), e.getMessage());
        }
    }

    /** Returns the end of a name, with its extension, in characters without meaning to a shell. */
    private static String safe(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]+", "_");
        return plain.substring(Math.max(0, plain.length() - MAX_NAME));
    }

    /** The download made no progress in time. */
    static final class StalledException extends Exception {
        private static final long serialVersionUID = 1L;

        StalledException() {
            super("nothing more of it came", null, false, false);
        }
    }
}
