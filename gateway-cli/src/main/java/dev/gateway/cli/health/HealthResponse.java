package dev.gateway.cli.health;

import java.nio.charset.StandardCharsets;

/**
 * A response to a request.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param body the body
 */
record HealthResponse(int status, String type, String body) {

    static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";

    static HealthResponse text(int status, String sentence) {
        return new HealthResponse(status, TEXT, sentence + "\n");
    }

    /** Returns the bytes of the response, after which the connection closes. */
    byte[] bytes(boolean withBody) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head =
                ("HTTP/1.1 "
                                + status
                                + " "
                                + reason()
                                + "\r\nContent-Type: "
                                + type
                                + "\r\nContent-Length: "
                                + content.length
                                + "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + (withBody ? content.length : 0)];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, all.length - head.length);
        return all;
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
