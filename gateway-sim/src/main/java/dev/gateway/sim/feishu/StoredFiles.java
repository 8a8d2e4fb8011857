package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.sim.server.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Uploads of the bot, and files of people's messages. Guarded by the platform's lock. */
final class StoredFiles {

    private static final int LARGEST_IMAGE = 10 << 20;
    private static final int LARGEST_FILE = 30 << 20;

    private final Map<String, StoredFile> files = new LinkedHashMap<>();

    StoredFile add(String kind, String name, byte[] content) {
        String prefix = kind.equals("image") ? "img_v3_" : "file_v3_";
        String key = prefix + Ids.hash("file " + files.size());
        StoredFile file = new StoredFile(key, kind, name, content);
        files.put(key, file);
        return file;
    }

    Optional<StoredFile> find(String key) {
        return Optional.ofNullable(files.get(key));
    }

    Response uploadImage(Call call) throws FeishuError {
        Form form = form(call);
        if (!form.field("image_type").equals("message")) {
            throw FeishuError.invalid("image_type");
        }
        byte[] content = checked(form.file("image"), LARGEST_IMAGE, 234006);
        return key("image_key", add("image", "", content));
    }

    Response uploadFile(Call call) throws FeishuError {
        Form form = form(call);
        String kind = form.field("file_type");
        if (!kind.matches("opus|mp4|pdf|doc|xls|ppt|stream") || form.field("file_name").isEmpty()) {
            throw FeishuError.invalid("file_type or file_name");
        }
        byte[] content = checked(form.file("file"), LARGEST_FILE, 234006);
        return key("file_key", add(kind, form.field("file_name"), content));
    }

    Response download(Call call) throws FeishuError {
        StoredFile file =
                find(call.group(1)).orElseThrow(() -> new FeishuError(234001, "invalid key"));
        return Response.bytes(
                200, file.image() ? "image/png" : "application/octet-stream", file.content());
    }

    private static Form form(Call call) throws FeishuError {
        try {
            return Form.read(call.request());
        } catch (IOException broken) {
            throw new FeishuError(234001, "Invalid request param.");
        }
    }

    private static byte[] checked(Optional<byte[]> content, int largest, long tooLarge)
            throws FeishuError {
        if (content.isEmpty() || content.get().length == 0) {
            throw new FeishuError(234010, "File size is 0.");
        }
        if (content.get().length > largest) {
            throw new FeishuError(tooLarge, "The file size exceed the max value.");
        }
        return content.get();
    }

    private static Response key(String name, StoredFile file) {
        return Call.ok(JsonNodeFactory.instance.objectNode().put(name, file.key()));
    }
}
