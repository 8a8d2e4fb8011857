package dev.gateway.adapter.http;

import java.util.Map;
import java.util.Optional;

/**
 * What a server answered on a {@link PollLine}.
 *
 * @param status the HTTP status
 * @param headers the last value of each, names in small letters
 * @param body the bytes
 */
public record LineReply(int status, Map<String, String> headers, byte[] body) {

    /** A header; {@code name} in small letters. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
