package dev.gateway.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;

/** The permissions and the owner of a file. */
final class FilePermissions {

    private final PosixFileAttributes attributes;

    private FilePermissions(PosixFileAttributes attributes) {
        this.attributes = attributes;
    }

    static FilePermissions of(Path file) throws IOException {
        return new FilePermissions(
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** Returns the user of this process in the form of file owners, also one with only a number. */
    static String currentUser() {
        try {
            return Files.getOwner(Path.of("/proc/self")).getName();
        } catch (IOException e) {
            return System.getProperty("user.name"); // no Linux
        }
    }

    boolean isLink() {
        return attributes.isSymbolicLink();
    }

    boolean isFolder() {
        return attributes.isDirectory();
    }

    String owner() {
        return attributes.owner().getName();
    }

    boolean othersWrite() {
        return has(PosixFilePermission.GROUP_WRITE) || has(PosixFilePermission.OTHERS_WRITE);
    }

    boolean othersSee() {
        return othersWrite()
                || has(PosixFilePermission.GROUP_READ)
                || has(PosixFilePermission.OTHERS_READ)
                || has(PosixFilePermission.GROUP_EXECUTE)
                || has(PosixFilePermission.OTHERS_EXECUTE);
    }

    /** Returns the mode as chmod takes it: {@code 0700}. */
    String octal() {
        int mode = 0;
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            mode = mode << 1 | (has(permission) ? 1 : 0);
        }
        return String.format(Locale.ROOT, "%04o", mode);
    }

    private boolean has(PosixFilePermission permission) {
        Set<PosixFilePermission> all = attributes.permissions();
        return all.contains(permission);
    }
}
