package dev.gateway.core.adapter;

import dev.gateway.core.yaml.ConfigProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * A check whether other users could have put code into a folder. The group may have write
 * permission where it cannot enter: many users have a umask of 002, and a home is closed to
 * everyone but its owner.
 */
final class FolderTrust {

    private FolderTrust() {}

    /** Returns the problem with a jar or a folder of jars; empty where the system cannot tell. */
    static Optional<ConfigProblem> problem(Path file) {
        try {
            Path real = file.toRealPath();
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(real);
            boolean others = modes.contains(PosixFilePermission.OTHERS_WRITE);
            boolean group = modes.contains(PosixFilePermission.GROUP_WRITE);
            if (others || group && canComeTo(real)) {
                return Optional.of(
                        new ConfigProblem(
                                Optional.empty(),
                                file.toString(),
                                "others can write to it, and it is run as code",
                                "chmod go-w " + real));
            }
        } catch (IOException | UnsupportedOperationException e) {
            // A file without readable attributes cannot be read either; the attempt to read it
            // reports that.
        }
        return Optional.empty();
    }

    private static boolean canComeTo(Path file) throws IOException {
        for (Path each = file.getParent(); each != null; each = each.getParent()) {
            if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.GROUP_EXECUTE)) {
                return false;
            }
        }
        return true;
    }
}
