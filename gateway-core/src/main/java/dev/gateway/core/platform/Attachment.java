package dev.gateway.core.platform;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file of a received message or of an answer, stored in the media folder of the home.
 *
 * @param kind the kind of media to send it as
 * @param name the file name to show; never used as a path
 * @param mediaType for instance {@code image/png}; {@code application/octet-stream} if unknown
 * @param location the path of its content, as text: a name that was stored under one locale need
 *     not be a valid path under another
 * @param size in bytes
 */
public record Attachment(Kind kind, String name, String mediaType, String location, long size) {

    /** The media type of unknown content. */
    public static final String UNKNOWN_TYPE = "application/octet-stream";

    /** Checks that nothing is missing. */
    public Attachment {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(location, "location");
    }

    /** Creates an attachment for a file that was just opened or written. */
    public Attachment(Kind kind, String name, String mediaType, Path path, long size) {
        this(kind, name, mediaType, path.toString(), size);
    }

    /**
     * Returns the path of its content.
     *
     * @throws InvalidPathException if this process cannot name such a file; it concerns the message
     *     with this attachment alone
     */
    public Path path() {
        return Path.of(location);
    }

    /** The kind of media that the platform treats it as. */
    public enum Kind {
        IMAGE,
        FILE,
        AUDIO,
        VIDEO
    }
}
