package dev.gateway.adapter.http;

import dev.gateway.core.http.RequestBody;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A multipart/form-data body of fields and files. */
public final class MultipartForm {

    private final String boundary = "gateway-" + UUID.randomUUID();
    private final StringBuilder head = new StringBuilder();

    /** Returns the value of Content-Type. */
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /**
     * A file of a form.
     *
     * @param field name of the file's field
     * @param name displayed file name
     * @param mediaType media type of the file
     * @param path the file
     */
    public record FilePart(String field, String name, String mediaType, Path path) {}

    /**
     * Returns a body with one file.
     *
     * @throws FileNotFoundException if the file is gone
     */
    public RequestBody body(
            Map<String, String> fields, String part, String name, String mediaType, Path file)
            throws FileNotFoundException {
        return body(fields, List.of(new FilePart(part, name, mediaType, file)));
    }

    /**
     * Returns the body; reads the files while it is sent.
     *
     * @param fields sent before the files
     * @throws FileNotFoundException if a file is gone
     */
    public RequestBody body(Map<String, String> fields, List<FilePart> files)
            throws FileNotFoundException {
        List<RequestBody> parts = new ArrayList<>();
        fields.forEach(
                (key, value) -> {
                    begin(key);
                    head.append("\r\n\r\n").append(value).append("\r\n");
                });
        for (FilePart file : files) {
            begin(file.field());
            head.append("; filename=\"").append(header(file.name()));
            head.append("\"\r\nContent-Type: ").append(header(file.mediaType()));
            head.append("\r\n\r\n");
            parts.add(RequestBody.text(head.toString()));
            parts.add(RequestBody.file(file.path()));
            head.setLength(0);
            head.append("\r\n");
        }
        parts.add(RequestBody.text(head + "--" + boundary + "--\r\n"));
        return RequestBody.concat(parts.toArray(RequestBody[]::new));
    }

    private void begin(String name) {
        head.append("--").append(boundary).append("\r\n");
        head.append("Content-Disposition: form-data; name=\"").append(name).append('"');
    }

    /** Returns {@code text} without characters that would end its header. */
    private static String header(String text) {
        return text.replaceAll("[\\p{Cntrl}\"\\\\]", "_");
    }
}
