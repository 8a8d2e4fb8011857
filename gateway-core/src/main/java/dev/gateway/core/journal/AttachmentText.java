package dev.gateway.core.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gateway.core.platform.Attachment;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Attachments as the text of one column: an array of arrays, empty for none. Streamed, and only
 * touched if there are any: most messages have none, and binding objects would slow every start.
 */
final class AttachmentText {

    private AttachmentText() {}

    static String write(List<Attachment> attachments) {
        if (attachments.isEmpty()) {
            return "";
        }
        var text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.writeStartArray();
            for (Attachment attachment : attachments) {
                json.writeStartArray();
                json.writeString(attachment.kind().name());
                json.writeString(attachment.name());
                json.writeString(attachment.mediaType());
                json.writeString(attachment.path().toString());
                json.writeNumber(attachment.size());
                json.writeEndArray();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static List<Attachment> read(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<Attachment> attachments = new ArrayList<>();
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                attachments.add(
                        new Attachment(
                                Attachment.Kind.valueOf(json.nextTextValue()),
                                json.nextTextValue(),
                                json.nextTextValue(),
                                Path.of(json.nextTextValue()),
                                json.nextLongValue(0)));
                json.nextToken();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return attachments;
    }

    private static final class Json {
        static final JsonFactory FACTORY = new JsonFactory();
    }
}
