package dev.gateway.adapter.http;

/** Replies that no server gave. */
public final class HttpResponseFixture {

    private HttpResponseFixture() {}

    /** Returns a reply with one header. */
    public static HttpResponse<byte[]> of(int status, byte[] body, String name, String value) {
        var headers = new HttpHeaders.Collector();
        headers.add(name, value);
        return new HttpResponse<>(status, headers.build(), body);
    }
}
