package dev.gateway.core.token;

import dev.gateway.core.file.UntrustedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The folder of the token locks: one per user of the machine, so that two launchers with different
 * HOME or XDG settings use the same locks. A user without a home of their own, as happens in
 * containers, has one in a folder that all users share, with the uid in its name.
 */
public final class TokenLockFolder {

    /** The variable that overrides the folder: for tests and for several users who share tokens. */
    public static final String OVERRIDE = "GATEWAY_TOKEN_LOCK_DIR";

    private static final Path PASSWD = Path.of("/etc/passwd");

    private TokenLockFolder() {}

    /**
     * Returns the folder for this user.
     *
     * @param environment returns the value of a variable, or null
     * @throws TokenLockFolderException if it cannot be used; no token may be polled then
     */
    public static Path of(UnaryOperator<String> environment) throws TokenLockFolderException {
        return of(environment, Account.ofThisProcess(), Path.of("/var/tmp"));
    }

    static Path of(UnaryOperator<String> environment, Account account, Path shared)
            throws TokenLockFolderException {
        String override = environment.apply(OVERRIDE);
        if (override != null && !override.isBlank()) {
            return absolute(override);
        }
        if (account.home().isPresent()) {
            return below(account.home().get());
        }
        Path folder = shared.resolve("gateway-" + account.uid());
        prepare(folder, account.uid());
        return folder;
    }

    /** Refuses a relative path: each working folder would have another lock for the same token. */
    private static Path absolute(String override) throws TokenLockFolderException {
        try {
            Path path = Path.of(override);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new TokenLockFolderException(OVERRIDE + " is not a path: " + override, false);
        }
        throw new TokenLockFolderException(
                "%s is not an absolute path: %s. Gateways that are started in different folders"
                                .formatted(OVERRIDE, override)
                        + " would poll the same token; give it the whole path.",
                false);
    }

    /** Returns the folder of the user with this home, unless overridden. */
    public static Path below(Path userHome) {
        return userHome.resolve(".local/state/gateway/token-locks");
    }

    /**
     * Creates the folder safely: in a shared folder any user could have created it first, or as a
     * link.
     */
    private static void prepare(Path folder, long uid) throws TokenLockFolderException {
        try {
            if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw unusable(folder, "cannot be made");
            }
            // Another gateway of this user created it at this moment, or it is another user's:
            // checked below.
        }
        try {
            var attributes =
                    Files.readAttributes(
                            folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory()) {
                throw unusable(folder, "is no folder");
            }
            Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            if (((Number) owner).longValue() != uid) {
                throw unusable(folder, "belongs to " + attributes.owner().getName());
            }
            if (!PosixFilePermissions.fromString("rwx------")
                    .containsAll(attributes.permissions())) {
                throw unusable(folder, "is open to other users");
            }
        } catch (IOException e) {
            throw unusable(folder, "cannot be looked at");
        }
    }

    private static TokenLockFolderException unusable(Path folder, String why) {
        return new TokenLockFolderException(
                "%s, where the token locks of a user without a home of his own are, %s. Set %s to a folder"
                                .formatted(folder, why, OVERRIDE)
                        + " that all gateways of this user share.",
                true);
    }

    /**
     * A user of this machine.
     *
     * @param uid the number
     * @param home the existing folder that the user database names; empty if there is none
     */
    record Account(long uid, Optional<Path> home) {

        static Account ofThisProcess() {
            Optional<Long> uid = ownUid();
            // The JVM takes user.home from the user database (getpwuid), and from HOME for a user
            // who is not in there, whose name is "?", or whose entry says "/".
            boolean known =
                    !"?".equals(System.getProperty("user.name"))
                            && uid.map(Account::hasHome).orElse(true);
            Optional<Path> home =
                    Optional.ofNullable(System.getProperty("user.home"))
                            .filter(folder -> known && !folder.equals("?"))
                            .map(Path::of)
                            .filter(Path::isAbsolute)
                            .filter(folder -> folder.getNameCount() > 0)
                            .filter(Files::isDirectory);
            return new Account(uid.orElse(0L), home);
        }

        private static Optional<Long> ownUid() {
            try {
                Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
                return Optional.of(((Number) uid).longValue());
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /**
         * Returns false if the file of users gives the user no home; users from other databases are
         * believed.
         */
        private static boolean hasHome(long uid) {
            try {
                for (String line : passwd()) {
                    String[] fields = line.split(":", -1);
                    if (fields.length > 5 && fields[2].equals(String.valueOf(uid))) {
                        return fields[5].length() > 1;
                    }
                }
                return true;
            } catch (IOException e) {
                return true;
            }
        }

        private static Iterable<String> passwd() throws IOException {
            try (InputStream in = UntrustedFiles.openConfigured(PASSWD)) {
                return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
            }
        }
    }
}
