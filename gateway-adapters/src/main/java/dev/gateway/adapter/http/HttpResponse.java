package dev.gateway.adapter.http;

/**
 * A complete response.
 *
 * @param statusCode the HTTP status
 * @param headers its headers
 * @param body what the {@link BodyReader} made of its body
 */
public record HttpResponse<T>(int statusCode, HttpHeaders headers, T body) {}
