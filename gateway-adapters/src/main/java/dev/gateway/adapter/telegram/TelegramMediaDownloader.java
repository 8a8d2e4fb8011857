package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Throttled;
import dev.gateway.core.platform.PlatformException.Unavailable;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A downloader of files in received messages. Thread-safe. */
final class TelegramMediaDownloader {

    /** The largest file that the public server gives. */
    static final long LIMIT = 20L << 20;

    private static final Duration BUSY = Duration.ofSeconds(1);

    private final BotApi api;
    private final TelegramSettings settings;
    private final boolean publicServer;
    private final CancellationScope scope;

    /** Creates a downloader; a server of the operator's may know no limit of size. */
    TelegramMediaDownloader(BotApi api, TelegramSettings settings, CancellationScope scope) {
        this.api = api;
        this.settings = settings;
        this.publicServer = settings.isPublicServer();
        this.scope = scope;
    }

    /** Downloads a file, or the rest of it behind what {@code into} holds already. */
    void download(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (publicServer && file.size() > LIMIT) {
            throw new Unavailable("larger than the 20 MB that Telegram gives to bots");
        }
        Deadline deadline = Deadline.after(within);
        try {
            var request = BotApi.body().put("file_id", file.reference());
            JsonNode found = api.call("getFile", request, deadline.remaining(), scope);
            String path = found.path("file_path").asText("");
            if (!publicServer && LocalServerFile.isPath(path)) {
                local(path, found, file).copy(into, deadline, scope);
                return;
            }
            if (path.isEmpty() || path.startsWith("/") || path.contains("..")) {
                throw new Unavailable("Telegram gave no usable path");
            }
            long limit = publicServer ? LIMIT : LocalServerFile.LIMIT;
            load(path, found.path("file_size").asLong(file.size()), into, limit, deadline);
        } catch (BotApiException e) {
            throw toException(e);
        }
    }

    private void load(String path, long size, Path into, long limit, Deadline deadline)
            throws BotApiException,
                    PlatformException,
                    CallCancelledException,
                    InterruptedException {
        long begun = sizeOf(into);
        if (begun > 0 && begun == size) {
            return;
        }
        long from = begun < size ? begun : 0;
        api.download(path, into, from, limit, deadline.remaining(), scope);
        long loaded = sizeOf(into);
        if (from > 0 && loaded != size) {
            truncate(into);
            throw new Unreachable("Telegram continued a file at another place, it begins anew");
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void truncate(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LocalServerFile local(String path, JsonNode found, RemoteAttachment file)
            throws Unavailable {
        long size = found.path("file_size").asLong(file.size());
        LocalServerFile local = new LocalServerFile(path, Math.max(0, size), settings.token());
        if (!local.isAllowed()) {
            throw new Unavailable("the Bot API server named a path that is not its own");
        }
        return local;
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
