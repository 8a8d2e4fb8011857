package dev.gateway.core.http;

/**
 * A complete response.
 *
 * @param statusCode the HTTP status
 * @param headers the headers
 * @param body the result of the {@link BodyReader}
 */
public record HttpResponse<T>(int statusCode, HttpHeaders headers, T body) {}
