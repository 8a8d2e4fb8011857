package dev.gateway.core.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The identity of a file of this machine, the same for every path and hard link to it.
 *
 * @param device as stat(2) gives it, which on btrfs and overlayfs is not what the kernel prints in
 *     its lock table
 * @param inode the number of the file on that device
 */
public record FileIdentity(long device, long inode) {

    /** The bits of a mode that tell the kind of file, and those of a plain one (inode(7)). */
    private static final long KIND = 0170000;

    private static final long PLAIN = 0100000;

    /**
     * Returns the identity of the file that {@code path} leads to, without opening it.
     *
     * @throws IOException if its attributes cannot be read
     * @throws UnsupportedOperationException where the file system has no such numbers
     */
    public static FileIdentity of(Path path, LinkOption... options) throws IOException {
        Map<String, Object> values = Files.readAttributes(path, "unix:dev,ino", options);
        return new FileIdentity(number(values, "dev"), number(values, "ino"));
    }

    /**
     * Returns the identity as {@link #of} does if it is a plain file; sockets, pipes, devices and
     * folders give none.
     */
    public static Optional<FileIdentity> ofPlainFile(Path path, LinkOption... options)
            throws IOException {
        Map<String, Object> values = Files.readAttributes(path, "unix:dev,ino,mode", options);
        return (number(values, "mode") & KIND) == PLAIN
                ? Optional.of(new FileIdentity(number(values, "dev"), number(values, "ino")))
                : Optional.empty();
    }

    private static long number(Map<String, Object> values, String name) {
        return ((Number) values.get(name)).longValue();
    }

    // Those of a record are made at run time, of 22 classes that no class archive keeps: one
    // twentieth of 'gateway status'.
    @Override
    public boolean equals(Object other) {
        return other instanceof FileIdentity file && file.device == device && file.inode == inode;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(device) + Long.hashCode(inode);
    }

    /** Returns the device as the kernel prints it: the two parts that makedev(3) packs. */
    public String deviceText() {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
        return String.format("%02x:%02x", major, minor);
    }
}
