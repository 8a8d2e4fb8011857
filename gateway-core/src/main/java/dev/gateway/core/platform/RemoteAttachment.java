package dev.gateway.core.platform;

import java.util.Objects;

/**
 * A file of a received message that is still on the platform. The gateway stores this reference
 * with the message and downloads the file later with {@link PlatformAdapter#fetch}.
 *
 * @param kind the kind of media that the platform treats it as
 * @param name the file name to show; never used as a path
 * @param mediaType as the platform says; {@code application/octet-stream} if unknown
 * @param size in bytes, as the platform says; 0 if it says none
 * @param reference the adapter's key of the file, valid across restarts; opaque to all other code
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
