package dev.gateway.adapter.weixin;

import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.core.platform.Attachment;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Received files in the media folder: complete and synced under their final name, or not at all. A
 * file's name follows from its message, so that a second try replaces it instead of adding to it.
 */
final class MediaStore {

    private static final Logger LOG = LoggerFactory.getLogger(MediaStore.class);
    private static final String PARTIAL = ".part";

    /** The folder may be shared with others, who may have such files too. */
    private static final Pattern OURS = Pattern.compile("[0-9a-f]{24}-\\d+(\\..*)?\\.part");

    private final Path folder;
    private final long limit;

    MediaStore(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /** Removes our half-written files: nobody writes any yet. */
    void sweep() {
        try (DirectoryStream<Path> partial = Files.newDirectoryStream(folder, "*" + PARTIAL)) {
            for (Path path : partial) {
                if (OURS.matcher(path.getFileName().toString()).matches()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.info("Half-written files in {} stay: {}", folder, e.getMessage());
        }
    }

    /**
     * Downloads, decrypts and stores a file.
     *
     * @throws MediaException if the file cannot be had
     * @throws IOException if it cannot be written here
     */
    Attachment store(
            RemoteFile file, String dedupKey, int index, Cdn cdn, Duration within, CallScope scope)
            throws MediaException, IOException, CallCancelledException, InterruptedException {
        String name = DedupKeys.hash(dedupKey) + "-" + index + extension(file.name());
        Path encrypted = create(name + ".encrypted" + PARTIAL);
        Path plain = create(name + PARTIAL);
        try {
            cdn.download(file, encrypted, MediaCipher.encryptedSize(limit), within, scope);
            decrypt(file, encrypted, plain);
            Path target = folder.resolve(name);
            Files.move(
                    plain,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
            return new Attachment(
                    file.kind(), file.name(), type(file, target), target, Files.size(target));
        } finally {
            Files.deleteIfExists(encrypted);
            Files.deleteIfExists(plain);
        }
    }

    private void decrypt(RemoteFile file, Path encrypted, Path plain)
            throws MediaException, IOException {
        Optional<MediaCipher> cipher = Optional.empty();
        if (!file.key().isEmpty()) {
            byte[] key =
                    MediaCipher.parseKey(file.key())
                            .orElseThrow(() -> new MediaException("its key is unreadable", false));
            cipher = Optional.of(new MediaCipher(key));
        }
        try (FileChannel channel = FileChannel.open(plain, StandardOpenOption.WRITE);
                OutputStream target = Channels.newOutputStream(channel);
                InputStream bytes = Files.newInputStream(encrypted);
                InputStream source = cipher.map(c -> c.decrypt(bytes)).orElse(bytes)) {
            copy(source, target);
            channel.force(true);
        }
    }

    private void copy(InputStream source, OutputStream target) throws MediaException, IOException {
        byte[] buffer = new byte[64 << 10];
        long total = 0;
        while (true) {
            int count;
            try {
                count = source.read(buffer);
            } catch (MediaCipher.DamagedException e) {
                throw new MediaException(e.getMessage(), false);
            }
            if (count < 0) {
                return;
            }
            total += count;
            if (total > limit) {
                throw new MediaException("it is larger than " + limit + " bytes", false);
            }
            target.write(buffer, 0, count);
        }
    }

    /** Makes the new name survive a power loss, where the system lets a folder be synced. */
    private void syncFolder() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("{} cannot be synced: {}", folder, e.getMessage());
        }
    }

    private Path create(String name) throws IOException {
        Path path = folder.resolve(name);
        Files.deleteIfExists(path);
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createFile(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))
                : Files.createFile(path);
    }

    /** Images come without a name, and not all of them are JPEG. */
    private static String type(RemoteFile file, Path stored) throws IOException {
        if (file.kind() != Attachment.Kind.IMAGE) {
            return file.mediaType();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(stored))) {
            return Optional.ofNullable(URLConnection.guessContentTypeFromStream(in))
                    .orElse(file.mediaType());
        }
    }

    private static String extension(String name) {
        String extension = name.substring(Math.max(name.lastIndexOf('.'), 0));
        return extension.matches("\\.[A-Za-z0-9]{1,10}") ? extension : "";
    }
}
