package dev.gateway.core.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * The identity of a file of this machine, the same for every path and hard link to it.
 *
 * @param device as stat(2) gives it, which on btrfs and overlayfs is not what the kernel prints in
 *     its lock table
 * @param inode the number of the file on that device
 */
public record FileIdentity(long device, long inode) {

    /**
     * Returns the identity of the file that {@code path} leads to, without opening it.
     *
     * @throws IOException if its attributes cannot be read
     * @throws UnsupportedOperationException where the file system has no such numbers
     */
    public static FileIdentity of(Path path, LinkOption... options) throws IOException {
        Map<String, Object> values = Files.readAttributes(path, "unix:dev,ino", options);
        return new FileIdentity(
                ((Number) values.get("dev")).longValue(), ((Number) values.get("ino")).longValue());
    }

    /** Returns the device as the kernel prints it: the two parts that makedev(3) packs. */
    public String deviceText() {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
        return String.format("%02x:%02x", major, minor);
    }
}
