package dev.gateway.core.platform;

import java.util.Objects;

/**
 * A file of a received message that is still with the platform. The gateway stores it with the
 * message and has it loaded later, by {@link PlatformAdapter#fetch}.
 *
 * @param kind what the platform treats it as
 * @param name the file name to show; never used as a path
 * @param mediaType as the platform says; {@code application/octet-stream} if unknown
 * @param size in bytes, as the platform says; 0 if it says none
 * @param reference what the adapter needs to find it again, also in its next life; opaque to all
 *     others
 */
public record RemoteAttachment(
        Attachment.Kind kind, String name, String mediaType, long size, String reference) {

    /** Checks that nothing is missing. */
    public RemoteAttachment {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(reference, "reference");
    }
}
