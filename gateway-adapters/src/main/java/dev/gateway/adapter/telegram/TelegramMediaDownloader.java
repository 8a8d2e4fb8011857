package dev.gateway.adapter.telegram;

import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Throttled;
import dev.gateway.core.platform.PlatformException.Unavailable;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.time.Deadline;
import java.nio.file.Path;
import java.time.Duration;

/** A downloader of files in received messages. Thread-safe. */
final class TelegramMediaDownloader {

    /** The largest file of the Bot API. */
    static final long LIMIT = 20L << 20;

    private static final Duration BUSY = Duration.ofSeconds(1);

    private final BotApi api;
    private final CancellationScope scope;

    TelegramMediaDownloader(BotApi api, CancellationScope scope) {
        this.api = api;
        this.scope = scope;
    }

    /** Downloads a file over an existing one. */
    void download(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (file.size() > LIMIT) {
            throw new Unavailable("larger than the 20 MB that Telegram gives to bots");
        }
        Deadline deadline = Deadline.after(within);
        try {
            var request = BotApi.body().put("file_id", file.reference());
            String path =
                    api.call("getFile", request, deadline.remaining(), scope)
                            .path("file_path")
                            .asText("");
            // A self-hosted server may answer with a path of its disk, which cannot be
            // downloaded.
            if (path.isEmpty() || path.startsWith("/") || path.contains("..")) {
                throw new Unavailable("Telegram gave no usable path");
            }
            api.download(path, into, LIMIT, deadline.remaining(), scope);
        } catch (BotApiException e) {
            throw toException(e);
        }
    }

    private static PlatformException toException(BotApiException refusal) {
        int code = refusal.code();
        if (code == 429) {
            return new Throttled(refusal.getMessage(), refusal.retryAfter().orElse(BUSY));
        }
        // An error of the bot (401, 404 of a method, logged out) may pass, one of a file
        // stays.
        boolean file = code == 400 && !refusal.says("logged out") || code == 403 || code == 413;
        return file || code == 404 && refusal.says("file")
                ? new Unavailable(refusal.getMessage())
                : new Unreachable(refusal.getMessage());
    }
}
