package dev.gateway.core.http;

/**
 * The status and the headers of a final response.
 *
 * @param statusCode the HTTP status
 * @param headers the headers
 */
public record ResponseHead(int statusCode, HttpHeaders headers) {}
