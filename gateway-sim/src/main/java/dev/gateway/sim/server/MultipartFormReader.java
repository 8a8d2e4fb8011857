package dev.gateway.sim.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The fields and files of a multipart body. */
public final class MultipartFormReader {

    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, Upload> files = new HashMap<>();
    private final Map<String, byte[]> unnamed = new HashMap<>();

    private MultipartFormReader() {}

    /**
     * A file of a form.
     *
     * @param fileName its name as the client gives it
     * @param mediaType its content type
     * @param content its bytes
     */
    public record Upload(String fileName, String mediaType, byte[] content) {}

    /**
     * Reads the body of a request.
     *
     * @throws IOException if it is no multipart form
     */
    public static MultipartFormReader read(Request request) throws IOException {
        if (!request.mediaType().equals("multipart/form-data")) {
            throw new IOException("not a form");
        }
        var message =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.POST,
                        request.path(),
                        Unpooled.wrappedBuffer(request.body()));
        message.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, request.header("content-type").orElseThrow());
        try {
            return read(message);
        } catch (ErrorDataDecoderException broken) {
            throw new IOException("a broken form", broken);
        }
    }

    private static MultipartFormReader read(DefaultFullHttpRequest message) throws IOException {
        MultipartFormReader form = new MultipartFormReader();
        var decoder =
                new HttpPostMultipartRequestDecoder(new DefaultHttpDataFactory(false), message);
        try {
            for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                if (part instanceof FileUpload file) {
                    form.files.put(
                            file.getName(),
                            new Upload(file.getFilename(), file.getContentType(), file.get()));
                } else if (part instanceof Attribute attribute) {
                    form.fields.put(attribute.getName(), attribute.getValue());
                    form.unnamed.put(attribute.getName(), attribute.get());
                }
            }
            return form;
        } finally {
            decoder.destroy();
        }
    }

    /** Returns all text fields by name. */
    public Map<String, String> fields() {
        return Map.copyOf(fields);
    }

    /** Returns all files by the name of their field. */
    public Map<String, Upload> files() {
        return Map.copyOf(files);
    }

    /** Returns a text field; empty if it is missing. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Returns the content of a file; empty if it is missing. */
    public Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name)).map(Upload::content);
    }

    /**
     * Returns the content of a part with or without a file name; empty if it is missing. A client
     * that uploads a buffer in memory has no name to give.
     */
    public Optional<byte[]> part(String name) {
        return file(name).or(() -> Optional.ofNullable(unnamed.get(name)));
    }
}
