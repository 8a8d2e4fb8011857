package dev.gateway.core.http;

/** Responses without a server. */
public final class HttpResponseFixture {

    private HttpResponseFixture() {}

    /** Returns a response with one header. */
    public static HttpResponse<byte[]> of(int status, byte[] body, String name, String value) {
        var headers = new HttpHeaders.Collector();
        headers.add(name, value);
        return new HttpResponse<>(status, headers.build(), body);
    }
}
