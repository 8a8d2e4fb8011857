package dev.gateway.core.journal.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gateway.core.platform.Attachment;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Codec of attachments in one text column: a JSON array of arrays, empty for none. Streamed, and
 * loaded only if needed: most messages have no attachments, and object binding would slow every
 * start. Reading ignores additions of later versions and throws {@link UnreadableRowException} for
 * other content.
 */
public final class AttachmentCodec {

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final MediaReferences media;

    /** Creates the codec for a home. */
    public AttachmentCodec(MediaReferences media) {
        this.media = media;
    }

    /** Returns the text of the column. */
    public String write(List<Attachment> attachments) {
        return text(
                attachments.stream()
                        .map(one -> moved(one, media.reference(one.location())))
                        .toList());
    }

    /** Returns the text for one that a former version has stored with whole paths. */
    public String migrated(String text) {
        try {
            return text(
                    stored(text).stream()
                            .map(one -> moved(one, media.migrated(one.location(), one.size())))
                            .toList());
        } catch (UnreadableRowException e) {
            return text; // Its message is parked when its turn comes.
        }
    }

    private static Attachment moved(Attachment file, String location) {
        return new Attachment(file.kind(), file.name(), file.mediaType(), location, file.size());
    }

    private static String text(List<Attachment> attachments) {
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
                json.writeString(attachment.location());
                json.writeNumber(attachment.size());
                json.writeEndArray();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Reads the text of the column.
     *
     * @throws UnreadableRowException if it does not describe files that can be sent or handled
     */
    public List<Attachment> read(String text) {
        return stored(text).stream()
                .map(one -> moved(one, media.location(one.location())))
                .toList();
    }

    private static List<Attachment> stored(String text) {
        if (text == null) {
            throw new UnreadableRowException("attachments are missing");
        }
        if (text.isEmpty()) {
            return List.of();
        }
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            List<Attachment> attachments = new ArrayList<>();
            require(json.nextToken() == JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_ARRAY) {
                attachments.add(one(json));
            }
            require(json.currentToken() == JsonToken.END_ARRAY && json.nextToken() == null);
            return attachments;
        } catch (IOException e) {
            throw new UnreadableRowException("attachments are no valid JSON", e);
        }
    }

    private static Attachment one(JsonParser json) throws IOException {
        String kind = json.nextTextValue();
        String name = json.nextTextValue();
        String mediaType = json.nextTextValue();
        String location = json.nextTextValue();
        if (location == null || location.isEmpty() || location.indexOf('\0') >= 0) {
            throw new UnreadableRowException("an attachment has no path");
        }
        long size = Math.max(0, json.nextLongValue(0));
        // A later version may have added elements.
        while (json.currentToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() != null);
            json.skipChildren();
            json.nextToken();
        }
        return new Attachment(
                kind(kind),
                name == null ? "file" : name,
                mediaType == null ? Attachment.UNKNOWN_TYPE : mediaType,
                location,
                size);
    }

    /** Returns the kind of that name; a name that this version does not know means a file. */
    static Attachment.Kind kind(String name) {
        for (Attachment.Kind kind : Attachment.Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return Attachment.Kind.FILE;
    }

    private static void require(boolean shape) {
        if (!shape) {
            throw new UnreadableRowException("attachments are not a list of files");
        }
    }

    /**
     * Returns the files that the column may name, even if it is unreadable: better to keep a file
     * too many than to delete a needed one.
     */
    public List<String> locations(String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        try {
            return read(text).stream().map(Attachment::location).toList();
        } catch (UnreadableRowException e) {
            List<String> all = new ArrayList<>();
            Matcher quoted = QUOTED.matcher(text);
            while (quoted.find()) {
                all.add(media.location(quoted.group(1).replaceAll("\\\\(.)", "$1")));
            }
            return all;
        }
    }

    private static final class Json {
        static final JsonFactory FACTORY = new JsonFactory();
    }
}
