package dev.gateway.adapter.feishu;

import dev.gateway.adapter.http.RequestBody;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** A form with one file, streamed from where it lies. */
final class FileUploadForm {

    private final String boundary = "gateway-" + UUID.randomUUID();

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /**
     * The form.
     *
     * @throws FileNotFoundException if the file is gone
     */
    RequestBody body(Map<String, String> fields, String fileField, String name, Path file)
            throws FileNotFoundException {
        var head = new StringBuilder();
        fields.forEach(
                (key, value) ->
                        head.append("--%s\r\n".formatted(boundary))
                                .append("Content-Disposition: form-data; name=\"" + key + "\"")
                                .append("\r\n\r\n" + value + "\r\n"));
        head.append("--%s\r\n".formatted(boundary))
                .append("Content-Disposition: form-data; name=\"" + fileField + "\"; ")
                .append("filename=\"" + quotable(name) + "\"\r\n")
                .append("Content-Type: application/octet-stream\r\n\r\n");
        return RequestBody.concat(
                RequestBody.text(head.toString()),
                RequestBody.file(file),
                RequestBody.text("\r\n--" + boundary + "--\r\n"));
    }

    /** A name that cannot end its quotes or its line. */
    private static String quotable(String name) {
        return name.replaceAll("[\"\\\\\\p{Cntrl}]", "_");
    }
}
