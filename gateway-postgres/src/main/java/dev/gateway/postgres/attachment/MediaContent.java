package dev.gateway.postgres.attachment;

import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.file.UntrustedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.UUID;

/**
 * The part of the media folder that holds content under its digest. A file appears there whole: it
 * is written under a hidden name first.
 */
final class MediaContent {

    /** The folder below {@code media}: the media sweep looks no deeper. */
    static final String FOLDER = "content";

    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Clock clock;

    MediaContent(Path media, Clock clock) {
        this.folder = media.toAbsolutePath().normalize().resolve(FOLDER);
        this.clock = clock;
    }

    /** Returns the path of a content here, whether or not it is here. */
    Path path(ContentKey key, String shown) {
        return folder.resolve(key.fileName(shown));
    }

    /** Returns whether a path is one of those of this folder. */
    boolean contains(Path file) {
        return folder.equals(file.getParent());
    }

    /** Returns whether the content is here, whole. */
    static boolean isHere(Path file, long size) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == size;
        } catch (IOException e) {
            return false;
        }
    }

    /** Moves a file of the gateway itself to its place by content; returns its key. */
    ContentKey move(Path file, String shown) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = UntrustedFiles.openOwn(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        ContentKey key = ContentKey.of(digest.digest());
        Path target = path(key, shown);
        if (!file.equals(target)) {
            Files.createDirectories(folder);
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
        touch(target);
        return key;
    }

    /** Copies a file that a handler named to its place by content; returns its key. */
    ContentKey copy(Path file, String shown) throws IOException {
        Path part = newPart();
        try {
            MessageDigest digest = sha256();
            try (InputStream in = UntrustedFiles.open(file);
                    OutputStream out = Files.newOutputStream(part)) {
                byte[] buffer = new byte[BUFFER];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                    out.write(buffer, 0, n);
                }
            }
            ContentKey key = ContentKey.of(digest.digest());
            publish(part, path(key, shown));
            return key;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Returns a new empty file for content that is being fetched. */
    Path newPart() throws IOException {
        Files.createDirectories(folder);
        Path part = folder.resolve("." + UUID.randomUUID() + ".part");
        return OwnerOnlyFile.create(part);
    }

    /** Gives a whole file its name. */
    void publish(Path part, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes a file young, so that no sweep deletes it before a row refers to it. */
    void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Each Java runtime has it.
        }
    }
}
