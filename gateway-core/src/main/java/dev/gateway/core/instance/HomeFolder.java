package dev.gateway.core.instance;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes the folders of a home, readable by their owner alone. */
public final class HomeFolder {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private HomeFolder() {}

    /**
     * Creates the home and its folders where they are missing, with mode 0700. An existing home
     * that others can read is closed to them; one that others can write to is refused, as it may be
     * a folder that many use, and as nothing in it can be trusted.
     *
     * @throws AccessDeniedException if others can write to the home; its reason says what to do
     * @throws IOException if one cannot be made or is not a folder; the message names it
     */
    public static void prepare(GatewayHome home) throws IOException {
        Path folder = home.folder();
        if (Files.isDirectory(folder) && isWritableForOthers(folder)) {
            throw new AccessDeniedException(
                    folder.toString(), null, "others can write to it; run: chmod 700 " + folder);
        }
        create(folder);
        create(home.logs());
        create(home.media());
    }

    private static boolean isWritableForOthers(Path folder) throws IOException {
        Set<PosixFilePermission> actual = Files.getPosixFilePermissions(folder);
        return actual.contains(PosixFilePermission.GROUP_WRITE)
                || actual.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /**
     * Creates {@code folder} and its parents with mode 0700.
     *
     * @throws IOException if that fails or something else has its name
     */
    public static void create(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
            throw new FileSystemException(
                    folder.toString(), null, "is no folder; move it out of the way");
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        Set<PosixFilePermission> actual = Files.getPosixFilePermissions(folder);
        if (!OWNER_ONLY.containsAll(actual)) {
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
        }
    }
}
