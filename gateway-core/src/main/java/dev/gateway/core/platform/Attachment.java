package dev.gateway.core.platform;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that came with a message or goes out with one. It lies in the media folder of the home.
 *
 * @param kind what to send it as
 * @param name the file name to show; never used as a path
 * @param mediaType for instance {@code image/png}; {@code application/octet-stream} if unknown
 * @param location where its bytes are, as text: a name that was stored under one locale need not be
 *     a path under the next
 * @param size in bytes
 */
public record Attachment(Kind kind, String name, String mediaType, String location, long size) {

    /** The media type of what could be anything. */
    public static final String UNKNOWN_TYPE = "application/octet-stream";

    /** Checks that nothing is missing. */
    public Attachment {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(location, "location");
    }

    /** An attachment whose file was just opened or written. */
    public Attachment(Kind kind, String name, String mediaType, Path path, long size) {
        this(kind, name, mediaType, path.toString(), size);
    }

    /**
     * Returns where its bytes are.
     *
     * @throws InvalidPathException if this process cannot name such a file; it concerns the message
     *     with this attachment alone
     */
    public Path path() {
        return Path.of(location);
    }

    /** What the platform treats it as. */
    public enum Kind {
        IMAGE,
        FILE,
        AUDIO,
        VIDEO
    }
}
