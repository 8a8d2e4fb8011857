package dev.gateway.adapter.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import java.nio.file.Path;
import java.time.Duration;

/** Loads files of received messages. Thread-safe. */
final class Media {

    /** The platform's own limit for files in messages. */
    private static final long LARGEST = 100L << 20;

    private static final String WHAT = "file download";

    private final OpenApi api;
    private final CallScope scope;

    Media(OpenApi api, CallScope scope) {
        this.api = api;
        this.scope = scope;
    }

    /** Loads a file over an existing one. */
    void load(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, CallCancelledException, InterruptedException {
        JsonNode reference = Json.read(file.reference());
        String path =
                "/open-apis/im/v1/messages/%s/resources/%s?type=%s"
                        .formatted(
                                PathSegment.of(reference.path("message").asText()),
                                PathSegment.of(reference.path("key").asText()),
                                PathSegment.of(reference.path("type").asText()));
        Answer answer = api.download(path, into, LARGEST, within, scope, WHAT);
        if (answer.ok()) {
            return;
        }
        PlatformException meaning = Verdict.of(answer, WHAT);
        throw meaning instanceof PlatformException.Undeliverable
                ? new PlatformException.Unavailable(meaning.getMessage())
                : meaning;
    }
}
