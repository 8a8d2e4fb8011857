package dev.gateway.core.instance;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;

/**
 * Creation of a home's folders, readable by their owner alone. Only new folders get a mode: an
 * existing folder, or the target of a link, keeps its mode.
 */
public final class HomeDirectory {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /** The name of the default home: a folder of this name is meant for a gateway. */
    private static final String DEFAULT_NAME = ".gateway";

    private HomeDirectory() {}

    /**
     * Creates the home and its folders where they are missing, with mode 0700.
     *
     * @throws AccessDeniedException as {@link #ensure}
     * @throws IOException if one cannot be created or is not a folder; the message names it
     */
    public static void prepare(GatewayHome home) throws IOException {
        ensure(home);
        create(home.logs());
        create(home.media());
    }

    /**
     * Creates the home alone, with mode 0700. An existing folder that others can write to is
     * refused, since nothing in it can be trusted, and so is one that others can read unless a
     * gateway has run in it or it has the name of a home: it may be a folder that several users
     * share. Neither is changed.
     *
     * @throws AccessDeniedException if it is refused; the reason contains the remedy
     * @throws IOException if it cannot be created or is not a folder; the message names it
     */
    public static void ensure(GatewayHome home) throws IOException {
        Path folder = home.folder();
        if (Files.isDirectory(folder)) {
            Set<PosixFilePermission> others = ofOthers(folder);
            if (others.contains(PosixFilePermission.GROUP_WRITE)
                    || others.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw refused(folder, "others can write to it");
            }
            if (!others.isEmpty() && !isKnownHome(home)) {
                throw refused(folder, "others can look into it");
            }
        }
        create(folder);
    }

    /** Returns whether the folder is known to be a gateway's, by its name or by its lock. */
    private static boolean isKnownHome(GatewayHome home) {
        return home.folder().endsWith(DEFAULT_NAME)
                || Files.isRegularFile(home.lock(), LinkOption.NOFOLLOW_LINKS);
    }

    private static AccessDeniedException refused(Path folder, String why) {
        return new AccessDeniedException(
                folder.toString(),
                null,
                "%s; give the gateway a folder of its own, or, if it is one, run: chmod 700 %s"
                        .formatted(why, folder));
    }

    private static Set<PosixFilePermission> ofOthers(Path folder) throws IOException {
        Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
        others.addAll(Files.getPosixFilePermissions(folder));
        others.removeAll(OWNER_ONLY);
        return others;
    }

    /**
     * Creates {@code folder} and its missing parents with mode 0700. Existing folders stay
     * unchanged.
     *
     * @throws IOException if that fails or another kind of file has its name
     */
    public static void create(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path each = folder;
        while (each != null && !Files.isDirectory(each)) {
            if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileSystemException(
                        each.toString(), null, "is no folder; move it out of the way");
            }
            missing.push(each);
            each = each.getParent();
        }
        for (Path one : missing) {
            make(one);
        }
    }

    private static void make(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder)) {
                return; // Another process was quicker.
            }
            throw e;
        }
        if (!Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(
                    folder, OWNER_ONLY); // The umask removed the owner's rights.
        }
    }
}
