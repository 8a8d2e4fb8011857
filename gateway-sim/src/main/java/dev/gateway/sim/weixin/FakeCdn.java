package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.weixin.protocol.MediaCrypto;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The file servers and getuploadurl, which leads to them. They store encrypted bytes; an upload is
 * decrypted once to verify that it matches its announcement. Guarded by the platform's lock.
 */
final class FakeCdn {

    static final String PREFIX = "/c2c/";

    private static final int KEY_BYTES = 16;

    private final LiveOptions options;
    private final Supplier<URI> server;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Announced> announced = new HashMap<>();
    private final Map<String, byte[]> stored = new HashMap<>();

    FakeCdn(LiveOptions options, Supplier<URI> server) {
        this.options = options;
        this.server = server;
    }

    private record Announced(String fileKey, byte[] key, long size, long rawSize, String md5) {}

    CompletionStage<Response> getUploadUrl(WeixinBot bot, JsonNode body, Request request) {
        Optional<Announced> file = announced(body);
        boolean receiver = bot.knows(body.path("to_user_id").asText());
        int type = body.path("media_type").asInt();
        if (file.isEmpty() || !receiver || type < 1 || type > 4) {
            return IlinkResponseFactory.completed(IlinkResponseFactory.invalid());
        }
        String param = "up/" + hex(24) + "+=";
        announced.put(param, file.get());
        var answer = IlinkResponseFactory.object().put("ret", 0);
        return IlinkResponseFactory.completed(
                IlinkResponseFactory.of(
                        options.now().fullUrls()
                                ? answer.put(
                                        "upload_full_url",
                                        address("upload", param)
                                                + "&filekey="
                                                + file.get().fileKey())
                                : answer.put("upload_param", param)));
    }

    private static Optional<Announced> announced(JsonNode body) {
        String fileKey = body.path("filekey").asText();
        String key = body.path("aeskey").asText();
        String md5 = body.path("rawfilemd5").asText();
        long rawSize = body.path("rawsize").asLong(-1);
        long size = body.path("filesize").asLong(-1);
        boolean plausible =
                fileKey.matches("[0-9a-f]{32}")
                        && key.matches("[0-9a-f]{32}")
                        && md5.matches("[0-9a-f]{32}")
                        && rawSize >= 0
                        && size == MediaCrypto.encryptedSize(rawSize);
        return plausible
                ? Optional.of(
                        new Announced(fileKey, HexFormat.of().parseHex(key), size, rawSize, md5))
                : Optional.empty();
    }

    Response answer(Request request) {
        String param = request.queryParameter("encrypted_query_param").orElse("");
        return switch (request.method() + " " + request.path().substring(PREFIX.length())) {
            case "POST upload" -> upload(param, request);
            case "GET download" ->
                    stored.containsKey(param)
                            ? Response.bytes(200, "application/octet-stream", stored.get(param))
                            : Response.text(404, "text/plain", "");
            default -> Response.text(404, "text/plain", "");
        };
    }

    private Response upload(String param, Request request) {
        Announced file = announced.get(param);
        boolean right =
                file != null
                        && request.queryParameter("filekey")
                                .filter(file.fileKey()::equals)
                                .isPresent()
                        && request.mediaType().equals("application/octet-stream")
                        && request.body().length == file.size()
                        && MediaCrypto.decrypt(request.body(), file.key())
                                .filter(plain -> plain.length == file.rawSize())
                                .filter(plain -> MediaCrypto.md5(plain).equals(file.md5()))
                                .isPresent();
        if (!right) {
            return Response.text(400, "text/plain", "").withHeader("x-error-message", "bad upload");
        }
        announced.remove(param);
        return Response.bytes(200, "application/octet-stream", new byte[0])
                .withHeader("x-encrypted-param", store(request.body()));
    }

    /** Stores a user's file, encrypted with this key, and returns its parameter. */
    String keep(byte[] plain, byte[] key) {
        return store(MediaCrypto.encrypt(plain, key));
    }

    /** Returns the full address of a stored file, if the options ask for full addresses. */
    Optional<String> fullUrl(String param) {
        return options.now().fullUrls()
                ? Optional.of(address("download", param))
                : Optional.empty();
    }

    byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    /**
     * Returns the file of a message's item as its recipient sees it; empty if the item has none or
     * is invalid.
     */
    Optional<BotMessage.File> opened(JsonNode item) {
        return switch (item.path("type").asInt()) {
            case 2 -> opened(item.path("image_item"), "image", "mid_size");
            case 3 -> opened(item.path("voice_item"), "voice", "");
            case 4 ->
                    opened(item.path("file_item"), "file", "")
                            .filter(file -> isLength(item.at("/file_item/len"), file));
            case 5 -> opened(item.path("video_item"), "video", "video_size");
            default -> Optional.empty();
        };
    }

    private Optional<BotMessage.File> opened(JsonNode body, String kind, String sizeField) {
        JsonNode media = body.path("media");
        byte[] encrypted = stored.get(media.path("encrypt_query_param").asText());
        if (encrypted == null || media.path("encrypt_type").asInt() != 1) {
            return Optional.empty();
        }
        if (!sizeField.isEmpty() && body.path(sizeField).asLong() != encrypted.length) {
            return Optional.empty();
        }
        return MediaCrypto.key(media.path("aes_key").asText())
                .flatMap(key -> MediaCrypto.decrypt(encrypted, key))
                .map(plain -> new BotMessage.File(kind, body.path("file_name").asText(), plain));
    }

    /** Returns true if the length is right. It is the only number that has to be text. */
    private static boolean isLength(JsonNode length, BotMessage.File file) {
        return length.isTextual()
                && length.asText().equals(Integer.toString(file.content().length));
    }

    private String store(byte[] encrypted) {
        String param = "down/" + hex(24) + "+=";
        stored.put(param, Arrays.copyOf(encrypted, encrypted.length));
        return param;
    }

    private String address(String what, String param) {
        return server.get()
                + PREFIX
                + what
                + "?encrypted_query_param="
                + URLEncoder.encode(param, StandardCharsets.UTF_8);
    }

    private String hex(int bytes) {
        byte[] random = new byte[bytes];
        this.random.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
