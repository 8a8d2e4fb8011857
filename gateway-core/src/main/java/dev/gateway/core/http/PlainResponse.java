package dev.gateway.core.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** The head of a response over a plain connection, in the form in which readers take it. */
record PlainResponse(HttpRequest request, int statusCode, HttpHeaders headers)
        implements HttpResponse<Void> {

    static PlainResponse of(HttpRequest request, PlainConnection.Head head) {
        return new PlainResponse(
                request, head.status(), HttpHeaders.of(head.headers(), (name, value) -> true));
    }

    @Override
    public Optional<HttpResponse<Void>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public Void body() {
        return null;
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.empty();
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public HttpClient.Version version() {
        return HttpClient.Version.HTTP_1_1;
    }
}
