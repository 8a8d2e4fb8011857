package dev.gateway.adapter.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.adapter.http.HttpRequest;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import java.nio.file.Path;
import java.time.Duration;

/** A downloader of files in received messages. Thread-safe. */
final class FeishuMediaDownloader {

    /** The platform's limit for files in messages. */
    private static final long LARGEST = 100L << 20;

    private static final String WHAT = "file download";

    private final OpenApi api;
    private final CancellationScope scope;

    FeishuMediaDownloader(OpenApi api, CancellationScope scope) {
        this.api = api;
        this.scope = scope;
    }

    /** Downloads a file over an existing one. */
    void download(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, CallCancelledException, InterruptedException {
        JsonNode reference = JsonCodec.read(file.reference());
        String path =
                "/open-apis/im/v1/messages/%s/resources/%s?type=%s"
                        .formatted(
                                HttpRequest.encode(reference.path("message").asText()),
                                HttpRequest.encode(reference.path("key").asText()),
                                HttpRequest.encode(reference.path("type").asText()));
        ApiResponse response = api.download(path, into, LARGEST, within, scope, WHAT);
        if (response.isOk()) {
            return;
        }
        PlatformException meaning = FeishuErrorMapper.toException(response, WHAT);
        throw meaning instanceof PlatformException.Undeliverable
                ? new PlatformException.Unavailable(meaning.getMessage())
                : meaning;
    }
}
