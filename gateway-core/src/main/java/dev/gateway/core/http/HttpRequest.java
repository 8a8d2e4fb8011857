package dev.gateway.core.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP request.
 *
 * @param method GET, POST, …
 * @param uri an absolute http or https address
 * @param headers all headers but Host and Content-Length, which are added when it is sent
 * @param body the body; it can be written more than once
 * @param repeatable whether the server may receive it twice without harm
 * @param poll whether it is a long poll, which gets a connection of its client alone
 */
public record HttpRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        RequestBody body,
        boolean repeatable,
        boolean poll) {

    /**
     * Begins a GET request.
     *
     * @throws IllegalArgumentException if the address cannot be called; its message does not
     *     contain the address
     */
    public static Builder newBuilder(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("not an http or https address");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("an address without a valid host and port");
        }
        return new Builder(uri);
    }

    /** Returns host and port as they stand in an address. */
    public static String authority(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** Returns {@code value} percent-encoded for a path or a query. */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A builder for a request. */
    public static final class Builder {

        private final URI uri;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private String method = "GET";
        private RequestBody body = RequestBody.none();
        private boolean repeatable;
        private boolean poll;

        private Builder(URI uri) {
            this.uri = uri;
        }

        /**
         * Sets a header.
         *
         * @throws IllegalArgumentException if the value cannot be sent; its message does not
         *     contain the value
         */
        public Builder header(String name, String value) {
            boolean sendable = value.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 127);
            if (!sendable) {
                throw new IllegalArgumentException(
                        "header " + name + " holds a character that cannot be sent");
            }
            headers.put(name, value);
            return this;
        }

        /** Sets the method to POST and the body. */
        public Builder post(RequestBody given) {
            return method("POST", given);
        }

        /** Sets method and body. */
        public Builder method(String name, RequestBody given) {
            method = name;
            body = given;
            return this;
        }

        /**
         * Allows sending it again on another connection if the first one broke before any byte of a
         * response arrived. Always allowed for GET.
         */
        public Builder repeatable() {
            repeatable = true;
            return this;
        }

        /**
         * Marks a long poll: it gets a connection of its client alone, on which the server sees one
         * poll after the other.
         */
        public Builder poll() {
            poll = true;
            return this;
        }

        /** Returns the request. */
        public HttpRequest build() {
            return new HttpRequest(
                    method,
                    uri,
                    new LinkedHashMap<>(headers),
                    body,
                    repeatable || method.equals("GET"),
                    poll);
        }
    }
}
