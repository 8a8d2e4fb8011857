package dev.gateway.adapter.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A downloader of files in received messages. A file is asked for as a whole; one that the platform
 * gives out in parts only, and one that broke off, is asked for in parts from where it ends.
 * Thread-safe.
 */
final class FeishuMediaDownloader {

    private static final long LARGEST = 1L << 30;
    private static final long PART = 8L << 20;
    private static final int BEYOND_THE_END = 416;

    private static final String WHAT = "file download";

    private final OpenApi api;
    private final CancellationScope scope;

    FeishuMediaDownloader(OpenApi api, CancellationScope scope) {
        this.api = api;
        this.scope = scope;
    }

    /** Downloads a file into an existing one, behind what that already holds of it. */
    void download(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, CallCancelledException, InterruptedException {
        Deadline deadline = Deadline.after(within);
        JsonNode reference = JsonCodec.read(file.reference());
        String path =
                "/open-apis/im/v1/messages/%s/resources/%s?type=%s"
                        .formatted(
                                HttpRequest.encode(reference.path("message").asText()),
                                HttpRequest.encode(reference.path("key").asText()),
                                HttpRequest.encode(reference.path("type").asText()));
        boolean complete = size(into) == 0 && whole(path, into, deadline);
        while (!complete) {
            complete = part(path, into, deadline);
        }
    }

    /** Downloads the whole file; returns false if the rest has to be asked for in parts. */
    private boolean whole(String path, Path into, Deadline deadline)
            throws PlatformException, CallCancelledException, InterruptedException {
        try {
            ApiResponse response =
                    api.download(path, "", into, LARGEST, deadline.remaining(), scope, WHAT);
            if (response.isOk()) {
                return true;
            }
            if (response.code() == FeishuErrorCode.FILE_ONLY_IN_PARTS) {
                return false;
            }
            throw meaning(response);
        } catch (PlatformException.Unreachable e) {
            if (size(into) == 0) {
                throw e;
            }
            return false;
        }
    }

    /** Downloads the next part; returns whether it was the last one. */
    private boolean part(String path, Path into, Deadline deadline)
            throws PlatformException, CallCancelledException, InterruptedException {
        long from = size(into);
        String range = "bytes=" + from + "-" + (from + PART - 1);
        ApiResponse response;
        try {
            response = api.download(path, range, into, LARGEST, deadline.remaining(), scope, WHAT);
        } catch (PlatformException.Unreachable e) {
            if (size(into) > from && !deadline.isExpired()) {
                return false;
            }
            throw e;
        }
        long total = response.range().map(ApiResponse.ContentRange::total).orElse(-1L);
        if (response.status() == BEYOND_THE_END && from > 0 && total == from) {
            return true;
        }
        if (!response.isOk()) {
            throw meaning(response);
        }
        if (response.status() == ApiResponse.WHOLE) {
            return true;
        }
        long first = response.range().map(ApiResponse.ContentRange::first).orElse(-1L);
        if (first != from || size(into) == from) {
            truncate(into, from);
            throw new PlatformException.Unreachable("Feishu " + WHAT + ": another part than asked");
        }
        return size(into) >= total;
    }

    private static PlatformException meaning(ApiResponse response) {
        PlatformException meaning = FeishuErrorMapper.toException(response, WHAT);
        return meaning instanceof PlatformException.Undeliverable
                ? new PlatformException.Unavailable(meaning.getMessage())
                : meaning;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void truncate(Path file, long size) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
