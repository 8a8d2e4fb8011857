package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.adapter.weixin.media.CdnClient;
import dev.gateway.adapter.weixin.media.MediaCipher;
import dev.gateway.adapter.weixin.media.MediaException;
import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An uploader of files to the CDN. It encrypts each with a key of its own and creates the item that
 * refers to it. It reads the file twice (digest, upload) and never holds it in memory. Thread-safe.
 */
final class WeixinMediaUploader {

    private static final Duration CALL = Duration.ofSeconds(15);
    private static final HexFormat HEX = HexFormat.of();

    private final IlinkApi api;
    private final CdnClient cdn;
    private final long limit;
    private final Duration timeout;
    private final CancellationScope scope;
    private final SecureRandom random = new SecureRandom();

    WeixinMediaUploader(
            IlinkApi api, CdnClient cdn, long limit, Duration timeout, CancellationScope scope) {
        this.api = api;
        this.cdn = cdn;
        this.limit = limit;
        this.timeout = timeout;
        this.scope = scope;
    }

    /** Uploads a file and returns the item for {@code item_list}. */
    ObjectNode upload(Attachment attachment, String to)
            throws PlatformException, CallCancelledException, InterruptedException {
        Path path = attachment.path();
        long size;
        String md5;
        try {
            size = Files.size(path);
            if (size > limit) {
                throw new Undeliverable(
                        attachment.name() + " has " + size + " bytes, more than " + limit);
            }
            md5 = md5(path);
        } catch (IOException e) {
            throw Undeliverable.now(
                    attachment.name() + " cannot be read: " + e.getClass().getSimpleName());
        }
        OutboundMediaType media = OutboundMediaType.of(attachment);
        byte[] key = bytes(MediaCipher.KEY_BYTES);
        String hexKey = HEX.formatHex(key);
        String fileKey = HEX.formatHex(bytes(16));
        long encryptedSize = MediaCipher.encryptedSize(size);
        ObjectNode request =
                JsonCodec.MAPPER
                        .createObjectNode()
                        .put("filekey", fileKey)
                        .put("media_type", media.uploadType())
                        .put("to_user_id", to)
                        .put("rawsize", size)
                        .put("rawfilemd5", md5)
                        .put("filesize", encryptedSize)
                        .put("no_need_thumb", true)
                        .put("aeskey", hexKey);
        IlinkResponse place = api.call("getuploadurl", request, CALL, scope);
        if (!place.isOk()) {
            throw new WeixinErrorMapper(api).toException(attachment.name(), "getuploadurl", place);
        }
        String fullUrl = JsonFields.text(place.body(), "upload_full_url");
        String param = JsonFields.text(place.body(), "upload_param");
        if (fullUrl.isEmpty() && param.isEmpty()) {
            throw api.unreachable("getuploadurl", "an answer that names no place for the file");
        }
        var cipher = new MediaCipher(key);
        String reference;
        try {
            reference =
                    cdn.upload(
                            fullUrl,
                            param,
                            fileKey,
                            () -> cipher.encrypt(open(path)),
                            encryptedSize,
                            timeout,
                            scope);
        } catch (MediaException e) {
            String why = attachment.name() + " was not uploaded: " + e.getMessage();
            throw e.isTransient() ? api.unreachable("upload", why) : Undeliverable.now(why);
        }
        String wireKey =
                Base64.getEncoder().encodeToString(hexKey.getBytes(StandardCharsets.US_ASCII));
        return media.item(attachment.name(), reference, wireKey, size, encryptedSize);
    }

    private static InputStream open(Path path) {
        try {
            return UntrustedFiles.open(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String md5(Path path) throws IOException {
        try (var in = new DigestInputStream(UntrustedFiles.open(path), digest())) {
            byte[] buffer = new byte[64 << 10];
            while (in.read(buffer) >= 0) {
                continue;
            }
            return HEX.formatHex(in.getMessageDigest().digest());
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
