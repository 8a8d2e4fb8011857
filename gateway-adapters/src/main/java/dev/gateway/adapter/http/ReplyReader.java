package dev.gateway.adapter.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads HTTP/1.1 answers from a stream, one after the other. One thread. */
final class ReplyReader {

    private static final int LONGEST_HEAD = 64 << 10;
    private static final int MOST_HEADERS = 500;

    private final InputStream in;
    private final long limit;
    private int head;
    private boolean begun;
    private boolean last;

    /** Takes bodies of at most {@code limit} bytes. */
    ReplyReader(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    LineReply read() throws IOException {
        head = 0;
        begun = false;
        while (true) {
            int status = status(line());
            Map<String, String> headers = headers();
            if (status / 100 != 1) {
                return new LineReply(status, headers, body(status, headers));
            }
        }
    }

    /** Whether a byte of the current answer came. */
    boolean begun() {
        return begun;
    }

    /** Whether no other answer can follow the one that was read. */
    boolean last() {
        return last;
    }

    private int status(String line) throws IOException {
        String[] words = line.split(" ", 3);
        last = !words[0].equals("HTTP/1.1");
        try {
            if (words[0].startsWith("HTTP/1.")) {
                return Integer.parseInt(words[1]);
            }
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            // Said below, without quoting what came.
        }
        throw new IOException("an answer that is no HTTP");
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= MOST_HEADERS) {
                throw new IOException("an answer that is no HTTP");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        last |= headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        return headers;
    }

    private byte[] body(int status, Map<String, String> headers) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunks();
        }
        String length = headers.get("content-length");
        if (length != null) {
            return exactly(number(length, 10));
        }
        last = true;
        byte[] rest = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE));
        checked(rest.length);
        return rest;
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            long size = number(line().split(";", 2)[0], 16);
            if (size == 0) {
                while (!line().isEmpty()) {
                    continue;
                }
                return body.toByteArray();
            }
            checked(body.size() + size);
            body.write(exactly(size));
            line();
        }
    }

    private byte[] exactly(long size) throws IOException {
        byte[] bytes = in.readNBytes((int) checked(size));
        if (bytes.length < size) {
            throw new EOFException("the answer is cut short");
        }
        return bytes;
    }

    private long checked(long size) throws BodyLimit.Exceeded {
        if (size > limit) {
            throw new BodyLimit.Exceeded(limit);
        }
        return size;
    }

    private static long number(String text, int radix) throws IOException {
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
            if (++head > LONGEST_HEAD + limit || line.size() > LONGEST_HEAD) {
                throw new BodyLimit.Exceeded(LONGEST_HEAD + limit);
            }
            line.write(next);
        }
    }
}
