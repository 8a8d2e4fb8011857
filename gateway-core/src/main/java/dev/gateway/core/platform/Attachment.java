package dev.gateway.core.platform;

import java.nio.file.Path;

/**
 * A file that came with a message or goes out with one. It lies in the media folder of the home.
 *
 * @param kind what to send it as
 * @param name the file name to show; never used as a path
 * @param mediaType for instance {@code image/png}; {@code application/octet-stream} if unknown
 * @param path where its bytes are
 * @param size in bytes
 */
public record Attachment(Kind kind, String name, String mediaType, Path path, long size) {

    /** What the platform treats it as. */
    public enum Kind {
        IMAGE,
        FILE,
        AUDIO,
        VIDEO
    }
}
