package dev.gateway.sim.reported;

import java.net.http.HttpClient;
import java.time.Duration;

/** The factory of the HTTP clients of the reported gateway, which are those of the JDK. */
final class ReportedHttp {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private ReportedHttp() {}

    /** Returns a client that speaks HTTP/1.1 and follows no redirect. */
    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }
}
