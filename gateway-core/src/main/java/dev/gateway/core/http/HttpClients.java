package dev.gateway.core.http;

import java.net.http.HttpClient;
import java.time.Duration;

/**
 * The factory of all HTTP clients of this module. They speak HTTP/1.1 alone: by default the JDK's
 * client offers an upgrade to HTTP/2 with each request over {@code http://}, and servers that do
 * not know it (uvicorn, for one) drop the body or refuse the request.
 */
public final class HttpClients {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private HttpClients() {}

    /** Returns a builder for a client that offers no upgrade and follows no redirect. */
    public static HttpClient.Builder client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
    }
}
