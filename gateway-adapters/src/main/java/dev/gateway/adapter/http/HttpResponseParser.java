package dev.gateway.adapter.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads HTTP/1.1 responses from a stream, one after the other. One thread. */
final class HttpResponseParser {

    private static final int LONGEST_HEAD = 64 << 10;
    private static final int MOST_HEADERS = 500;

    private final Input in;
    private int head;
    private boolean begun;
    private boolean last;
    private ResponseBody body = ResponseBody.none();

    HttpResponseParser(InputStream in) {
        this.in = new Input(in);
    }

    /** Status line and headers of a response that is not a provisional one. */
    record Head(int status, HttpHeaders headers) {}

    /** Says that a request goes out now and its response is the next to come. */
    void expectResponse() {
        head = 0;
        begun = false;
        body = ResponseBody.none();
    }

    /** Reads up to the end of the headers; {@link #body} is what follows. */
    Head head(String method) throws IOException {
        while (true) {
            int status = status(line());
            HttpHeaders headers = headers();
            if (status / 100 != 1 || status == 101) {
                last |= headers.has("connection", "close");
                body = bodyOf(method, status, headers);
                return new Head(status, headers);
            }
        }
    }

    /** The body of the response whose head was read. */
    InputStream body() {
        return body;
    }

    /** The bytes behind the head of a 101. */
    InputStream upgraded() {
        return in;
    }

    /** Whether a byte of the current response came. */
    boolean begun() {
        return begun;
    }

    /** Whether another response can follow the one that was read. */
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
            // Said below, without quoting what came.
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
        return headers.done();
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
            return new ResponseBody.Fixed(in, number(lengths.get(0), 10));
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
            // Said below, without quoting what came.
        }
        throw new IOException("an answer whose length makes no sense");
    }

    /** Reads one line. Those of a chunked body count as well, but each chunk frees some more. */
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the server hung up");
            }
            begun = true;
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            if (!body.isChunked() && ++head > LONGEST_HEAD || line.size() > LONGEST_HEAD) {
                throw new BodyReader.Exceeded(LONGEST_HEAD);
            }
            line.write(next);
        }
    }

    /** Tells whether something was read ahead. */
    private static final class Input extends BufferedInputStream {

        Input(InputStream in) {
            super(in);
        }

        synchronized boolean holdsBytes() {
            return count > pos;
        }
    }
}
