package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.telegram.protocol.TelegramException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads arguments from the query and from a JSON, urlencoded or multipart body. */
final class ArgumentParser {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, MethodArguments.Upload> files = new LinkedHashMap<>();

    private ArgumentParser() {}

    static MethodArguments read(Request request) throws TelegramException {
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
        } catch (IOException | HttpPostRequestDecoder.ErrorDataDecoderException broken) {
            throw TelegramException.badRequest("can't parse the request body");
        }
        return new MethodArguments(Map.copyOf(reader.values), Map.copyOf(reader.files));
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
        FullHttpRequest message =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.POST,
                        request.path(),
                        Unpooled.wrappedBuffer(request.body()));
        message.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, request.header("content-type").orElseThrow());
        var decoder =
                new HttpPostMultipartRequestDecoder(new DefaultHttpDataFactory(false), message);
        try {
            for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                if (part instanceof FileUpload file) {
                    files.put(
                            file.getName(),
                            new MethodArguments.Upload(
                                    file.getFilename(), file.getContentType(), file.get()));
                } else if (part instanceof Attribute attribute) {
                    values.put(attribute.getName(), attribute.getValue());
                }
            }
        } finally {
            decoder.destroy();
        }
    }
}
