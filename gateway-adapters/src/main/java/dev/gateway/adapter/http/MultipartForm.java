package dev.gateway.adapter.http;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** A multipart/form-data body of fields and one file. */
public final class MultipartForm {

    private final String boundary = "gateway-" + UUID.randomUUID();
    private final StringBuilder head = new StringBuilder();

    /** Returns the value of Content-Type. */
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /**
     * Returns the body; reads the file while it is sent.
     *
     * @param fields sent before the file
     * @param part name of the file's field
     * @param name displayed file name
     * @param mediaType media type of the file
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

    /** Returns {@code text} without characters that would end its header. */
    private static String header(String text) {
        return text.replaceAll("[\\p{Cntrl}\"\\\\]", "_");
    }
}
