package dev.gateway.adapter.weixin.media;

import dev.gateway.core.http.BodyReader;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpCallException;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.HttpResponse;
import dev.gateway.core.http.RequestBody;
import dev.gateway.core.time.Deadline;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The client of the file servers: plain HTTP, no bot token, raw bytes. A failure that may pass
 * (network, 5xx) is tried three times in all, within the given time. Thread-safe.
 */
public final class CdnClient {

    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final long LARGEST_REPLY = 64 << 10;

    private final String base;
    private final HttpClient http;

    public CdnClient(String base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    /** Downloads at most {@code limit} bytes over the existing file {@code target}. */
    void download(CdnFile file, Path target, long limit, Duration within, CancellationScope scope)
            throws MediaException, CallCancelledException, InterruptedException {
        String url =
                file.fullUrl().isEmpty()
                        ? base
                                + "/download?encrypted_query_param="
                                + HttpRequest.encode(file.queryParam())
                        : file.fullUrl();
        HttpRequest request = request(url).build();
        retrying(
                within,
                scope,
                left -> checked(http.send(request, BodyReader.file(target, limit), left, scope)));
    }

    /**
     * Uploads {@code size} encrypted bytes.
     *
     * @param fullUrl the address, if the API gave one; else empty
     * @return the {@code encrypt_query_param} for the message
     */
    public String upload(
            String fullUrl,
            String queryParam,
            String fileKey,
            Supplier<InputStream> bytes,
            long size,
            Duration within,
            CancellationScope scope)
            throws MediaException, CallCancelledException, InterruptedException {
        String url =
                fullUrl.isEmpty()
                        ? base
                                + "/upload?encrypted_query_param="
                                + HttpRequest.encode(queryParam)
                                + "&filekey="
                                + HttpRequest.encode(fileKey)
                        : fullUrl;
        HttpRequest request =
                request(url)
                        .header("Content-Type", "application/octet-stream")
                        .post(RequestBody.stream(bytes, size))
                        .repeatable()
                        .build();
        HttpResponse<byte[]> answer =
                retrying(
                        within,
                        scope,
                        left ->
                                checked(
                                        http.send(
                                                request,
                                                BodyReader.bytes(LARGEST_REPLY),
                                                left,
                                                scope)));
        return answer.headers()
                .firstValue("x-encrypted-param")
                .filter(param -> !param.isBlank())
                .orElseThrow(() -> new MediaException("the CDN named no x-encrypted-param", true));
    }

    private interface Attempt<T> {
        T run(Duration left)
                throws MediaException,
                        HttpCallException,
                        CallCancelledException,
                        InterruptedException;
    }

    private static <T> T retrying(Duration within, CancellationScope scope, Attempt<T> attempt)
            throws MediaException, CallCancelledException, InterruptedException {
        Deadline deadline = Deadline.after(within);
        for (int tried = 1; ; tried++) {
            MediaException failure;
            try {
                return attempt.run(deadline.remaining());
            } catch (HttpCallException e) {
                failure =
                        new MediaException(
                                e.getMessage(), e.kind() != HttpCallException.Kind.TOO_LARGE);
            } catch (MediaException e) {
                failure = e;
            }
            Duration pause = PAUSE.multipliedBy(tried);
            if (!failure.isTransient()
                    || tried == TRIES
                    || deadline.remaining().compareTo(pause) < 0) {
                throw failure;
            }
            if (scope.pause(pause)) {
                throw new CallCancelledException();
            }
        }
    }

    private static <T> HttpResponse<T> checked(HttpResponse<T> response) throws MediaException {
        int status = response.statusCode();
        if (status != 200) {
            throw new MediaException("the CDN answered HTTP " + status, status >= 500);
        }
        return response;
    }

    private static HttpRequest.Builder request(String url) throws MediaException {
        try {
            return HttpRequest.newBuilder(URI.create(url));
        } catch (IllegalArgumentException e) {
            throw new MediaException("the platform named an address that is none", false);
        }
    }
}
