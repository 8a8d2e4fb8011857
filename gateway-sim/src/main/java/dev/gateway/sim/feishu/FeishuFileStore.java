package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.feishu.protocol.StoredFile;
import dev.gateway.sim.server.MultipartFormReader;
import dev.gateway.sim.server.RangedResponse;
import dev.gateway.sim.server.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The uploads of the bots and the files of people's messages. Guarded by the platform's lock. */
final class FeishuFileStore {

    private static final int MAX_IMAGE = 10 << 20;
    private static final int MAX_FILE = 30 << 20;

    private final FeishuOptions options;
    private final Map<String, StoredFile> files = new LinkedHashMap<>();

    FeishuFileStore(FeishuOptions options) {
        this.options = options;
    }

    StoredFile add(String kind, String name, byte[] content) {
        String prefix = kind.equals("image") ? "img_v3_" : "file_v3_";
        String key = prefix + FeishuIds.hash("file " + files.size());
        StoredFile file = new StoredFile(key, kind, name, content);
        files.put(key, file);
        return file;
    }

    Optional<StoredFile> find(String key) {
        return Optional.ofNullable(files.get(key));
    }

    Response uploadImage(RestCall call) throws FeishuException {
        MultipartFormReader form = form(call);
        if (!form.field("image_type").equals("message")) {
            throw FeishuException.invalid("image_type");
        }
        byte[] content = checked(form.part("image"), MAX_IMAGE, 234006);
        return key("image_key", add("image", "", content));
    }

    Response uploadFile(RestCall call) throws FeishuException {
        MultipartFormReader form = form(call);
        String kind = form.field("file_type");
        if (!kind.matches("opus|mp4|pdf|doc|xls|ppt|stream") || form.field("file_name").isEmpty()) {
            throw FeishuException.invalid("file_type or file_name");
        }
        byte[] content = checked(form.part("file"), MAX_FILE, 234006);
        return key("file_key", add(kind, form.field("file_name"), content));
    }

    Response download(RestCall call) throws FeishuException {
        return content(
                call,
                find(call.group(1)).orElseThrow(() -> new FeishuException(234001, "invalid key")));
    }

    /**
     * Returns the content of a file: the part that a {@code Range} names, or the whole unless it is
     * too large for that.
     */
    Response content(RestCall call, StoredFile file) throws FeishuException {
        byte[] whole = file.content();
        boolean part = RangedResponse.isPart(call.request());
        if (!part && whole.length > options.wholeFileLimit()) {
            throw new FeishuException(234037, "Downloaded file size exceeds limit.");
        }
        Response response = RangedResponse.of(call.request(), mediaType(file), whole);
        return named(response, file);
    }

    private static String mediaType(StoredFile file) {
        return file.image() ? "image/png" : "application/octet-stream";
    }

    private static Response named(Response response, StoredFile file) {
        return file.name().isEmpty()
                ? response
                : response.withHeader(
                        "content-disposition",
                        "attachment; filename=\""
                                + file.name().replaceAll("\\P{ASCII}", "_")
                                + "\"");
    }

    private static MultipartFormReader form(RestCall call) throws FeishuException {
        try {
            return MultipartFormReader.read(call.request());
        } catch (IOException broken) {
            throw new FeishuException(234001, "Invalid request param.");
        }
    }

    private static byte[] checked(Optional<byte[]> content, int largest, long tooLarge)
            throws FeishuException {
        if (content.isEmpty() || content.get().length == 0) {
            throw new FeishuException(234010, "File size is 0.");
        }
        if (content.get().length > largest) {
            throw new FeishuException(tooLarge, "The file size exceed the max value.");
        }
        return content.get();
    }

    private static Response key(String name, StoredFile file) {
        return RestCall.ok(JsonNodeFactory.instance.objectNode().put(name, file.key()));
    }
}
