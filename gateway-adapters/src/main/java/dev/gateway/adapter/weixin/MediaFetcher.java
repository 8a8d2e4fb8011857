package dev.gateway.adapter.weixin;

import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the files of messages, all of one poll within one deadline. A file that cannot be had
 * does not hold its message back: a line of the text says what is missing and why.
 */
final class MediaFetcher {

    private static final Logger LOG = LoggerFactory.getLogger(MediaFetcher.class);

    private final Cdn cdn;
    private final MediaStore store;
    private final Duration timeout;
    private final CallScope scope;
    private boolean swept;

    MediaFetcher(Cdn cdn, MediaStore store, Duration timeout, CallScope scope) {
        this.cdn = cdn;
        this.store = store;
        this.timeout = timeout;
        this.scope = scope;
    }

    /** Removes, once, what a killed process left half-written. */
    void sweep() {
        if (!swept) {
            swept = true;
            store.sweep();
        }
    }

    /**
     * The messages with their files, in the same order.
     *
     * @throws PlatformException.NotAccepted if the files cannot be written here
     */
    List<InboundMessage> fetch(List<Received> messages)
            throws PlatformException.NotAccepted, CallCancelledException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<InboundMessage> complete = new ArrayList<>();
        for (Received message : messages) {
            List<Attachment> attachments = new ArrayList<>();
            List<String> missing = new ArrayList<>();
            for (int i = 0; i < message.files().size(); i++) {
                RemoteFile file = message.files().get(i);
                try {
                    Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
                    attachments.add(store.store(file, message.dedupKey(), i, cdn, left, scope));
                } catch (MediaException e) {
                    LOG.warn(
                            "{} of {} is not available: {}",
                            file,
                            message.dedupKey(),
                            e.getMessage());
                    missing.add("[" + file.name() + " is not available: " + e.getMessage() + "]");
                } catch (IOException e) {
                    throw new PlatformException.NotAccepted(
                            "Cannot store a received file: " + e.getMessage(), e);
                }
            }
            complete.add(message.with(attachments, String.join("\n", missing)));
        }
        return complete;
    }
}
