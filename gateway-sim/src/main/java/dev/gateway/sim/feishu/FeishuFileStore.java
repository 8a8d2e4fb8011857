package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.feishu.protocol.StoredFile;
import dev.gateway.sim.server.MultipartFormReader;
import dev.gateway.sim.server.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The uploads of the bots and the files of people's messages. Guarded by the platform's lock. */
final class FeishuFileStore {

    private static final int MAX_IMAGE = 10 << 20;
    private static final int MAX_FILE = 30 << 20;

    private final Map<String, StoredFile> files = new LinkedHashMap<>();

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
        byte[] content = checked(form.file("image"), MAX_IMAGE, 234006);
        return key("image_key", add("image", "", content));
    }

    Response uploadFile(RestCall call) throws FeishuException {
        MultipartFormReader form = form(call);
        String kind = form.field("file_type");
        if (!kind.matches("opus|mp4|pdf|doc|xls|ppt|stream") || form.field("file_name").isEmpty()) {
            throw FeishuException.invalid("file_type or file_name");
        }
        byte[] content = checked(form.file("file"), MAX_FILE, 234006);
        return key("file_key", add(kind, form.field("file_name"), content));
    }

    Response download(RestCall call) throws FeishuException {
        StoredFile file =
                find(call.group(1)).orElseThrow(() -> new FeishuException(234001, "invalid key"));
        return Response.bytes(
                200, file.image() ? "image/png" : "application/octet-stream", file.content());
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
