package dev.gateway.core.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A parser of consecutive HTTP/1.1 responses in a stream. Not thread-safe. */
final class HttpResponseParser {

    private static final int LONGEST_HEAD = 64 << 10;
    private static final int MOST_HEADERS = 500;

    private final ResponseInput in;
    private int head;
    private boolean begun;
    private boolean last;
    private ResponseBody body = ResponseBody.none();

    HttpResponseParser(InputStream in) {
        this.in = new ResponseInput(in);
    }

    /** Prepares for the response to the request that is sent next. */
    void expectResponse() {
        head = 0;
        begun = false;
        body = ResponseBody.none();
        in.shrink();
    }

    /**
     * Reads status line and headers, skipping provisional responses; {@link #body} follows them.
     */
    ResponseHead head(String method) throws IOException {
        while (true) {
            int status = status(line());
            HttpHeaders headers = headers();
            if (status / 100 != 1 || status == 101) {
                last |= headers.has("connection", "close");
                body = bodyOf(method, status, headers);
                return new ResponseHead(status, headers);
            }
        }
    }

    /** Returns the body of the response whose head was read. */
    InputStream body() {
        return body;
    }

    /** Returns the bytes after the head of a response with status 101. */
    InputStream upgraded() {
        return in;
    }

    /** Returns whether a byte of the current response arrived. */
    boolean begun() {
        return begun;
    }

    /** Returns whether another response can follow the current one. */
    boolean isReusable() {
        return !last && body.complete() && !in.holdsBytes();
    }

    private int status(String line) throws IOException {
        String[] words = line.split(" ", 3);
        last = !words[0].equals("HTTP/1.1");
        try {
            if (words[0].startsWith("HTTP/1.") && words[1].length() == 3) {
                int status = Integer.parseInt(words[1]);
                if (status >= 100) {
                    return status;
                }
            }
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            // Thrown below, without quoting the response.
        }
        throw new IOException("an answer that is no HTTP");
    }

    private HttpHeaders headers() throws IOException {
        var headers = new HttpHeaders.Collector();
        int count = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1 || ++count > MOST_HEADERS) {
                throw new IOException("an answer that is no HTTP");
            }
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers.build();
    }

    private ResponseBody bodyOf(String method, int status, HttpHeaders headers) throws IOException {
        if (method.equals("HEAD") || status == 204 || status == 304 || status == 101) {
            return ResponseBody.none();
        }
        List<String> codings = headers.all("transfer-encoding");
        if (!codings.isEmpty()) {
            String all = String.join(",", codings).strip();
            if (all.equalsIgnoreCase("chunked")) {
                return new ResponseBody.Chunked(in, this::line);
            }
            if (!all.equalsIgnoreCase("identity")) {
                throw new IOException("an answer in a transfer encoding that was not asked for");
            }
        }
        List<String> lengths = headers.all("content-length");
        if (!lengths.isEmpty()) {
            if (lengths.stream().distinct().count() > 1) {
                throw new IOException("an answer with two lengths");
            }
            return new ResponseBody.FixedLength(in, number(lengths.get(0), 10));
        }
        last = true;
        return new ResponseBody.UntilClosed(in);
    }

    static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Thrown below, without quoting the response.
        }
        throw new IOException("an answer whose length makes no sense");
    }

    /**
     * Reads one line. Lines of a chunked body count towards the limit too, but each chunk raises
     * it.
     */
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            begun = true;
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            if (!body.isChunked() && ++head > LONGEST_HEAD || line.size() > LONGEST_HEAD) {
                throw new BodyReader.BodyTooLargeException(LONGEST_HEAD);
            }
            line.write(next);
        }
    }
}
