package dev.gateway.adapter.weixin.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;

/**
 * A file of a message that is still on the CDN.
 *
 * @param kind its kind
 * @param name the sender's name of it, or a generated one; never a path
 * @param mediaType guessed from kind and name
 * @param fullUrl its address, if the platform gave one; else empty
 * @param queryParam the parameter for the CDN; empty if there is a full URL
 * @param key the key in one of three notations; empty if the file is not encrypted
 */
public record CdnFile(
        Attachment.Kind kind,
        String name,
        String mediaType,
        String fullUrl,
        String queryParam,
        String key) {

    /** Returns the attachment for the gateway. */
    public RemoteAttachment toRemoteAttachment() {
        String reference =
                JsonCodec.MAPPER
                        .createObjectNode()
                        .put("full_url", fullUrl)
                        .put("query", queryParam)
                        .put("key", key)
                        .toString();
        return new RemoteAttachment(kind, name, mediaType, 0, reference);
    }

    /** Returns the file of an attachment of the gateway. */
    static CdnFile of(RemoteAttachment remote) throws PlatformException.Unavailable {
        JsonNode reference;
        try {
            reference = JsonCodec.MAPPER.readTree(remote.reference());
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
