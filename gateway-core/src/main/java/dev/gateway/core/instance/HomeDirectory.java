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
 * Makes the folders of a home, readable by their owner alone. Only what is made here gets a mode: a
 * folder that exists, or that a link leads to, keeps the mode that it has.
 */
public final class HomeDirectory {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /** The name of the default home: a folder that is called so is meant for a gateway. */
    private static final String USUAL_NAME = ".gateway";

    private HomeDirectory() {}

    /**
     * Creates the home and its folders where they are missing, with mode 0700.
     *
     * @throws AccessDeniedException as {@link #ensure}
     * @throws IOException if one cannot be made or is not a folder; the message names it
     */
    public static void prepare(GatewayHome home) throws IOException {
        ensure(home);
        create(home.logs());
        create(home.media());
    }

    /**
     * Creates the home alone, with mode 0700. An existing folder that others can write to is
     * refused, since nothing in it can be trusted, and so is one that others can read unless a
     * gateway has lived in it or it has the name of a home: it may be a folder that many use.
     * Neither is changed.
     *
     * @throws AccessDeniedException if it is refused; its reason says what to do
     * @throws IOException if it cannot be made or is not a folder; the message names it
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

    /** Whether the folder is a gateway's for all that is known: by its name or by its lock. */
    private static boolean isKnownHome(GatewayHome home) {
        return home.folder().endsWith(USUAL_NAME)
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
     * Creates {@code folder} and those of its parents that are missing, with mode 0700. One that
     * exists is left as it is.
     *
     * @throws IOException if that fails or something else has its name
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
                return; // another process was quicker
            }
            throw e;
        }
        if (!Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(folder, OWNER_ONLY); // a umask took the owner's rights
        }
    }
}
