package dev.gateway.adapter.http;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** Fields and one file as multipart/form-data; the file is read while it is sent. */
public final class MultipartForm {

    private final String boundary = "gateway-" + UUID.randomUUID();
    private final StringBuilder head = new StringBuilder();

    /** The value for Content-Type. */
    public String type() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /**
     * The body.
     *
     * @param fields to send before the file
     * @param part the file's field
     * @param name the file's name to show
     * @param mediaType of the file
     * @throws FileNotFoundException if the file is gone
     */
    public RequestBody body(
            Map<String, String> fields, String part, String name, String mediaType, Path file)
            throws FileNotFoundException {
        fields.forEach(
                (key, value) -> {
                    begin(key);
                    head.append("\r\n\r\n").append(value).append("\r\n");
                });
        begin(part);
        head.append("; filename=\"").append(header(name)).append("\"\r\nContent-Type: ");
        head.append(header(mediaType)).append("\r\n\r\n");
        return RequestBody.concat(
                RequestBody.text(head.toString()),
                RequestBody.file(file),
                RequestBody.text("\r\n--" + boundary + "--\r\n"));
    }

    private void begin(String name) {
        head.append("--").append(boundary).append("\r\n");
        head.append("Content-Disposition: form-data; name=\"").append(name).append('"');
    }

    /** A name must not end its header. */
    private static String header(String text) {
        return text.replaceAll("[\\p{Cntrl}\"\\\\]", "_");
    }
}
