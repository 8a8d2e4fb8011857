package dev.gateway.adapter.weixin.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;

/**
 * A file of a message, still at the CDN.
 *
 * @param kind what it is
 * @param name the name the sender gave it, or a made-up one; never a path
 * @param mediaType guessed from kind and name
 * @param fullUrl where it is, if the platform says so itself; else empty
 * @param queryParam what to ask the CDN for; empty if there is a full URL
 * @param key as it came, in one of three notations; empty if the file is not encrypted
 */
public record CdnFile(
        Attachment.Kind kind,
        String name,
        String mediaType,
        String fullUrl,
        String queryParam,
        String key) {

    /** Returns it for the gateway. */
    public RemoteAttachment toRemoteAttachment() {
        String reference =
                JsonFields.MAPPER
                        .createObjectNode()
                        .put("full_url", fullUrl)
                        .put("query", queryParam)
                        .put("key", key)
                        .toString();
        return new RemoteAttachment(kind, name, mediaType, 0, reference);
    }

    /** Returns the file that the gateway was given before. */
    static CdnFile of(RemoteAttachment remote) throws PlatformException.Unavailable {
        JsonNode reference;
        try {
            reference = JsonFields.MAPPER.readTree(remote.reference());
        } catch (JsonProcessingException e) {
            throw new PlatformException.Unavailable("what is known of it is unreadable");
        }
        return new CdnFile(
                remote.kind(),
                remote.name(),
                remote.mediaType(),
                JsonFields.text(reference, "full_url"),
                JsonFields.text(reference, "query"),
                JsonFields.text(reference, "key"));
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
