package dev.gateway.cli.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The creation of folders that a service of another user writes to: a unit whose ReadWritePaths are
 * missing does not start, and the service itself cannot create them.
 */
final class OwnedDirectory {

    private OwnedDirectory() {}

    /** Creates a folder and its missing parents; existing folders stay as they are. */
    static void create(Path folder, String owner) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path each = folder; each != null && !Files.exists(each); each = each.getParent()) {
            missing.push(each);
        }
        if (missing.isEmpty()) {
            return;
        }
        UserPrincipal user;
        try {
            user =
                    folder.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(owner);
        } catch (UserPrincipalNotFoundException e) {
            throw new IllegalArgumentException("there is no user " + owner);
        }
        for (Path each : missing) {
            Files.createDirectory(
                    each,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            if (!Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).equals(user)) {
                Files.setOwner(each, user);
            }
        }
    }
}
