package dev.gateway.adapter.weixin.media;

import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/** A downloader that decrypts files of received messages. Thread-safe. */
public final class WeixinMediaDownloader {

    private final CdnClient cdn;
    private final long limit;
    private final Optional<Duration> timeout;
    private final CancellationScope scope;

    /**
     * Creates a downloader of files of at most {@code limit} bytes, each within the timeout if
     * there is one.
     */
    public WeixinMediaDownloader(
            CdnClient cdn, long limit, Optional<Duration> timeout, CancellationScope scope) {
        this.cdn = cdn;
        this.limit = limit;
        this.timeout = timeout;
        this.scope = scope;
    }

    /** Downloads a file over an existing one. */
    public void download(RemoteAttachment remote, Path into, Duration within)
            throws PlatformException, CallCancelledException, InterruptedException {
        CdnFile file = CdnFile.of(remote);
        Duration time = timeout.filter(limit -> limit.compareTo(within) < 0).orElse(within);
        Path plain = into.resolveSibling(into.getFileName() + ".plain");
        try {
            try {
                cdn.download(file, into, MediaCipher.encryptedSize(limit), time, scope);
                Files.deleteIfExists(plain);
                decrypt(file, into, OwnerOnlyFile.create(plain));
                Files.move(
                        plain,
                        into,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(plain);
            }
        } catch (MediaException e) {
            throw e.isTransient()
                    ? new PlatformException.Unreachable(e.getMessage())
                    : new PlatformException.Unavailable(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("a received file cannot be stored", e);
        }
    }

    private void decrypt(CdnFile file, Path encrypted, Path plain)
            throws MediaException, IOException {
        Optional<MediaCipher> cipher = Optional.empty();
        if (!file.key().isEmpty()) {
            byte[] key =
                    MediaCipher.parseKey(file.key())
                            .orElseThrow(() -> new MediaException("its key is unreadable", false));
            cipher = Optional.of(new MediaCipher(key));
        }
        try (OutputStream target = Files.newOutputStream(plain);
                InputStream bytes = UntrustedFiles.openOwn(encrypted);
                InputStream source = cipher.map(c -> c.decrypt(bytes)).orElse(bytes)) {
            copy(source, target);
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
}
