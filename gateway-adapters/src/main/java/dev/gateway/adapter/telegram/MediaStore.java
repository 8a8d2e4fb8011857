package dev.gateway.adapter.telegram;

import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads files of messages into the media folder. A file appears under its name only when it is
 * complete and on disk. The name follows from the delivery, so a process that was killed before it
 * could report the file finds the same name again and leaves no other.
 */
final class MediaStore {

    /** What the Bot API gives at most. */
    static final long LIMIT = 20L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(MediaStore.class);
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int NAME = 80;

    private final BotApi api;
    private final Supplier<Path> home;
    private final CallScope scope;
    private final Duration within;

    /** Loads into that folder, each file within that time. */
    MediaStore(BotApi api, Supplier<Path> home, CallScope scope, Duration within) {
        this.api = api;
        this.home = home;
        this.scope = scope;
        this.within = within;
    }

    /**
     * Loads a file.
     *
     * @throws Missing if it cannot be had, which must not keep the message away
     */
    Attachment load(long updateId, MediaRef media)
            throws Missing, CallCancelledException, InterruptedException {
        if (media.size() > LIMIT) {
            throw new Missing(media.name() + ", larger than the 20 MB that Telegram gives to bots");
        }
        long deadline = System.nanoTime() + within.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return load(updateId, media, deadline);
            } catch (IOException e) {
                LOG.error("Attachment not stored in {}: {}", home.get(), e.toString());
                throw new Missing(media.name() + ", could not be stored");
            } catch (ApiRefusal | Unreachable e) {
                LOG.warn("Attachment of update {}, try {}: {}", updateId, attempt, e.getMessage());
                if (attempt == TRIES || !passes(e) || left(deadline).compareTo(PAUSE) <= 0) {
                    throw new Missing(media.name() + ", could not be loaded");
                }
            }
            if (scope.pause(PAUSE)) {
                throw new CallCancelledException();
            }
        }
    }

    private Attachment load(long updateId, MediaRef media, long deadline)
            throws Missing,
                    ApiRefusal,
                    Unreachable,
                    CallCancelledException,
                    InterruptedException,
                    IOException {
        var request = BotApi.body().put("file_id", media.fileId());
        String path =
                api.call("getFile", request, left(deadline), scope).path("file_path").asText("");
        // A server of one's own may answer with a path of its disk, which is none of our business.
        if (path.isEmpty() || path.startsWith("/") || path.contains("..")) {
            throw new Missing(media.name() + ", of which Telegram gave no usable path");
        }
        Path folder = home.get();
        String name = updateId + "-" + safe(media.name());
        Path part = folder.resolve("." + name + ".part");
        Path file = folder.resolve(name);
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, ownerOnly(folder));
            api.load(path, part, LIMIT, left(deadline), scope);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return new Attachment(
                media.kind(), media.name(), media.mediaType(), file, Files.size(file));
    }

    private FileAttribute<?>[] ownerOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean passes(Exception failure) {
        return !(failure instanceof ApiRefusal refusal)
                || refusal.code() == 429
                || refusal.code() >= 500;
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    /** The end of a name, where its type is, in characters that mean nothing to any file system. */
    private static String safe(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]+", "_");
        return plain.substring(Math.max(0, plain.length() - NAME));
    }

    /** A file that stays away; the message says which and why. */
    static final class Missing extends Exception {
        Missing(String message) {
            super(message, null, false, false);
        }
    }
}
