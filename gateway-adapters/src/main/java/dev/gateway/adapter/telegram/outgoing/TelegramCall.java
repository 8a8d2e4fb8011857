package dev.gateway.adapter.telegram.outgoing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.http.MultipartForm;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.platform.Attachment;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The request for a part.
 *
 * @param contentType the media type of the body
 * @param body JSON, or a form with the files
 */
public record TelegramCall(String contentType, RequestBody body) {

    /**
     * Returns the request for a part.
     *
     * @param address the fields that say where it goes
     * @param formatted whether to let the server format the text
     * @throws FileNotFoundException if a file is gone
     */
    public static TelegramCall of(TelegramMessagePart part, ObjectNode address, boolean formatted)
            throws FileNotFoundException {
        ObjectNode fields = address.deepCopy();
        if (part.files().isEmpty()) {
            TextRendering.put(fields, "text", part.text(), part.format(), formatted);
            return new TelegramCall("application/json", RequestBody.text(fields.toString()));
        }
        List<MultipartForm.FilePart> files = new ArrayList<>();
        if (part.isAlbum()) {
            fields.set("media", media(part, formatted, files));
        } else {
            TelegramUpload upload = part.files().get(0);
            files.add(filePart(upload.kind().field(), upload));
            caption(part, fields, formatted);
            boolean fallback = upload.file().kind() != Attachment.Kind.FILE;
            if (upload.kind() == UploadKind.DOCUMENT && fallback) {
                // Otherwise the server would make it a voice message or an animation again.
                fields.put("disable_content_type_detection", true);
            }
        }
        MultipartForm form = new MultipartForm();
        return new TelegramCall(form.contentType(), form.body(texts(fields), files));
    }

    private static ArrayNode media(
            TelegramMessagePart part, boolean formatted, List<MultipartForm.FilePart> files) {
        ArrayNode media = JsonNodeFactory.instance.arrayNode();
        for (TelegramUpload upload : part.files()) {
            String name = "file" + upload.index();
            files.add(filePart(name, upload));
            ObjectNode item =
                    media.addObject()
                            .put("type", upload.kind().field())
                            .put("media", "attach://" + name);
            if (media.size() == 1) {
                caption(part, item, formatted);
            }
        }
        return media;
    }

    private static void caption(TelegramMessagePart part, ObjectNode into, boolean formatted) {
        if (!part.text().isEmpty()) {
            TextRendering.put(into, "caption", part.text(), part.format(), formatted);
        }
    }

    private static MultipartForm.FilePart filePart(String field, TelegramUpload upload) {
        var file = upload.file();
        return new MultipartForm.FilePart(field, file.name(), file.mediaType(), file.path());
    }

    private static Map<String, String> texts(ObjectNode fields) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            JsonNode value = field.getValue();
            texts.put(field.getKey(), value.isContainerNode() ? value.toString() : value.asText());
        }
        return texts;
    }
}
