package dev.gateway.core.instance;

import java.io.IOException;
import java.nio.file.Files;
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
     * Creates the home and its folders where they are missing, with mode 0700. An existing folder
     * keeps what it holds; the home itself is closed to others if it was open.
     *
     * @throws IOException if one cannot be made or is not a folder; the message names it
     */
    public static void prepare(GatewayHome home) throws IOException {
        create(home.folder());
        create(home.logs());
        create(home.media());
    }

    /**
     * Creates {@code folder} and its parents with mode 0700.
     *
     * @throws IOException if that fails or something else has its name
     */
    public static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        Set<PosixFilePermission> actual = Files.getPosixFilePermissions(folder);
        if (!OWNER_ONLY.containsAll(actual)) {
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
        }
    }
}
