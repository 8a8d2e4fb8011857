package dev.gateway.sim.feishu.protocol;

/**
 * A file of the platform.
 *
 * @param key {@code img_…} or {@code file_…}
 * @param kind {@code image}, or the {@code file_type} of an upload
 * @param name empty for images
 * @param content its bytes
 */
public record StoredFile(String key, String kind, String name, byte[] content) {

    /** Returns true if the file is an image. */
    public boolean image() {
        return kind.equals("image");
    }
}
