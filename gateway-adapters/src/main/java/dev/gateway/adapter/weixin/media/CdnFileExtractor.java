package dev.gateway.adapter.weixin.media;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.platform.Attachment.Kind;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The extractor of an item's files. A voice item with a transcript is text and needs no file. */
public final class CdnFileExtractor {

    private static final int LONGEST_NAME = 100;

    private CdnFileExtractor() {}

    /** Returns the files of one item: one, or none. */
    public static List<CdnFile> ofItem(JsonNode item) {
        List<CdnFile> files = new ArrayList<>();
        add(item, "image_item", Kind.IMAGE, "image.jpg", "image/jpeg", files);
        add(item, "file_item", Kind.FILE, "file.bin", "application/octet-stream", files);
        add(item, "video_item", Kind.VIDEO, "video.mp4", "video/mp4", files);
        if (JsonFields.text(item.path("voice_item"), "text").isEmpty()) {
            add(item, "voice_item", Kind.AUDIO, "voice.silk", "audio/silk", files);
        }
        return files;
    }

    private static void add(
            JsonNode item,
            String field,
            Kind kind,
            String defaultName,
            String defaultType,
            List<CdnFile> files) {
        JsonNode body = item.path(field);
        JsonNode media = body.path("media");
        String fullUrl = JsonFields.text(media, "full_url");
        String queryParam = JsonFields.text(media, "encrypt_query_param");
        if (fullUrl.isEmpty() && queryParam.isEmpty()) {
            return;
        }
        String hexKey = JsonFields.text(body, "aeskey");
        String given = safeName(JsonFields.text(body, "file_name"));
        String name = given.isEmpty() ? defaultName : given;
        String type =
                given.isEmpty()
                        ? defaultType
                        : Optional.ofNullable(URLConnection.guessContentTypeFromName(given))
                                .orElse(defaultType);
        files.add(
                new CdnFile(
                        kind,
                        name,
                        type,
                        fullUrl,
                        queryParam,
                        hexKey.isEmpty() ? JsonFields.text(media, "aes_key") : hexKey));
    }

    /**
     * Returns the last part of a path without characters that a file system or terminal could
     * misinterpret.
     */
    static String safeName(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder safe = new StringBuilder();
        last.codePoints()
                .filter(c -> Character.isLetterOrDigit(c) || "._- ()+".indexOf(c) >= 0)
                .limit(LONGEST_NAME)
                .forEach(safe::appendCodePoint);
        String result = safe.toString().strip();
        return result.toLowerCase(Locale.ROOT).chars().allMatch(c -> c == '.') ? "" : result;
    }
}
