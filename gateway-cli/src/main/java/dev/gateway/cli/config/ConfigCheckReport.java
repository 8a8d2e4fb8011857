package dev.gateway.cli.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gateway.core.yaml.ConfigProblem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of a check as JSON: {@code file}, {@code valid}, {@code problems} and {@code
 * warnings}, both lists of {@code line} (a number or null), {@code key}, {@code message} and {@code
 * remedy}.
 */
record ConfigCheckReport(Path file, List<ConfigProblem> problems, List<ConfigProblem> warnings) {

    /** Returns one JSON object on several lines, without a newline at the end. */
    String json() {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("file", file.toString());
            json.writeBooleanField("valid", problems.isEmpty());
            write(json, "problems", problems);
            write(json, "warnings", warnings);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter cannot fail", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, List<ConfigProblem> list)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (ConfigProblem problem : list) {
            json.writeStartObject();
            if (problem.line().isPresent()) {
                json.writeNumberField("line", problem.line().get());
            } else {
                json.writeNullField("line");
            }
            json.writeStringField("key", problem.key());
            json.writeStringField("message", problem.message());
            json.writeStringField("remedy", problem.remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
