package dev.gateway.adapter.feishu;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** A form with one file, streamed from where it lies. */
final class Multipart {

    private final String boundary = "gateway-" + UUID.randomUUID();

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /**
     * The form.
     *
     * @throws FileNotFoundException if the file is gone
     */
    BodyPublisher body(Map<String, String> fields, String fileField, String name, Path file)
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
        return BodyPublishers.concat(
                text(head.toString()),
                BodyPublishers.ofFile(file),
                text("\r\n--" + boundary + "--\r\n"));
    }

    /** A name that cannot end its quotes or its line. */
    private static String quotable(String name) {
        return name.replaceAll("[\"\\\\\\p{Cntrl}]", "_");
    }

    private static BodyPublisher text(String text) {
        return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
    }
}
