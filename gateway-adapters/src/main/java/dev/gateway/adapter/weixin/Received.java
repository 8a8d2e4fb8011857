package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import java.time.Instant;
import java.util.List;

/**
 * A user's message as it came, its files not fetched yet.
 *
 * @param dedupKey see {@link DedupKeys}
 * @param sender who wrote it
 * @param group the group it was written in; empty in a direct chat
 * @param text what was written, transcripts and quotations included
 * @param files what came with it
 * @param contextToken to echo in each answer; may be empty
 * @param sentAt by the platform's clock
 * @param raw the JSON it was read from
 */
record Received(
        String dedupKey,
        String sender,
        String group,
        String text,
        List<RemoteFile> files,
        String contextToken,
        Instant sentAt,
        JsonNode raw) {

    Received {
        files = List.copyOf(files);
    }

    /** Where the answer goes. */
    String conversation() {
        return group.isEmpty() ? sender : group;
    }

    /** The message for the gateway, with the files that were stored and a word on each other. */
    InboundMessage with(List<Attachment> attachments, String missing) {
        String whole = text.isEmpty() || missing.isEmpty() ? text + missing : text + "\n" + missing;
        return new InboundMessage(
                dedupKey,
                conversation(),
                sender,
                group.isEmpty(),
                whole,
                attachments,
                contextToken,
                sentAt);
    }
}
