package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.server.MultipartFormReader;
import dev.gateway.sim.server.Request;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A parser of arguments in the query and in a JSON, urlencoded or multipart body. */
public final class ArgumentParser {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, MultipartFormReader.Upload> files = new LinkedHashMap<>();

    private ArgumentParser() {}

    /** Reads the arguments of a request. */
    public static MethodArguments read(Request request) throws TelegramException {
        ArgumentParser reader = new ArgumentParser();
        reader.addAll(request.query());
        try {
            switch (request.mediaType()) {
                case "application/json" -> reader.addJson(request);
                case "application/x-www-form-urlencoded" ->
                        reader.addAll(new QueryStringDecoder(request.text(), false).parameters());
                case "multipart/form-data" -> reader.addMultipart(request);
                default -> {}
            }
        } catch (IOException broken) {
            throw TelegramException.badRequest("can't parse the request body");
        }
        return new MethodArguments(reader.values, reader.files);
    }

    private void addAll(Map<String, List<String>> parameters) {
        parameters.forEach((name, all) -> values.put(name, all.get(0)));
    }

    private void addJson(Request request) throws IOException, TelegramException {
        if (request.body().length == 0) {
            return;
        }
        JsonNode body = JSON.readTree(request.body());
        if (!body.isObject()) {
            throw TelegramException.badRequest("can't parse the request body");
        }
        body.properties().stream()
                .filter(field -> !field.getValue().isNull())
                .forEach(
                        field ->
                                values.put(
                                        field.getKey(),
                                        field.getValue().isTextual()
                                                ? field.getValue().asText()
                                                : field.getValue().toString()));
    }

    private void addMultipart(Request request) throws IOException {
        MultipartFormReader form = MultipartFormReader.read(request);
        values.putAll(form.fields());
        files.putAll(form.files());
    }
}
