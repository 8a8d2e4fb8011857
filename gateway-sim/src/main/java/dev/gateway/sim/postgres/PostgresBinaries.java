package dev.gateway.sim.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL: those in the folder that the system property {@code pg.bin} names, or
 * those of the jar on the class path, unpacked once for each version into the folder for temporary
 * files; on a machine that the jar is not for, those of an installed package.
 */
final class PostgresBinaries {

    private static final String FOLDER_PROPERTY = "pg.bin";
    private static final String ARCHIVE = "postgres-linux-x86_64.txz";
    private static final String ARCHITECTURE = "amd64";
    private static final Pattern JAR = Pattern.compile("/([A-Za-z0-9.-]+)\\.jar!/");
    private static final long UNPACK_SECONDS = 120;

    private PostgresBinaries() {}

    /** Returns the folder of {@code initdb} and {@code postgres}. */
    static Path folder() throws IOException, InterruptedException {
        String installed = System.getProperty(FOLDER_PROPERTY);
        if (installed != null) {
            Path folder = Path.of(installed).toAbsolutePath();
            if (!Files.isExecutable(folder.resolve("initdb"))) {
                throw new IOException(
                        "no initdb in " + folder + ": set -Dpg.bin to PostgreSQL's bin folder");
            }
            return folder;
        }
        URL archive = PostgresBinaries.class.getResource("/" + ARCHIVE);
        if (archive == null || !System.getProperty("os.arch").equals(ARCHITECTURE)) {
            return installed()
                    .orElseThrow(
                            () ->
                                    new IOException(
                                            "no PostgreSQL for this machine: install Debian's"
                                                    + " postgresql, or set -Dpg.bin to an"
                                                    + " installed one's bin folder"));
        }
        return unpacked(archive).resolve("bin");
    }

    /** Returns the newest of Debian's packages. */
    private static Optional<Path> installed() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString));
        }
    }

    /** Other JVMs may unpack at the same time: each does so aside, and the first rename counts. */
    private static Path unpacked(URL archive) throws IOException, InterruptedException {
        Path cache = cache();
        Path home = cache.resolve(version(archive));
        if (Files.isDirectory(home)) {
            return home;
        }
        Path aside = Files.createTempDirectory(cache, "unpacking-");
        try {
            unpack(archive, aside);
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            TemporaryFolder.delete(aside);
        }
        return home;
    }

    /**
     * The folder for temporary files may belong to all users: programs are run only from a folder
     * that this user made.
     */
    private static Path cache() throws IOException {
        Path shared = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Path cache =
                shared.resolve(
                        "gateway-sim-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        try {
            Files.createDirectory(
                    cache,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (FileAlreadyExistsException e) {
            // Made by an earlier run, or by another user: looked at below.
        }
        Path own = Files.createTempFile(cache, "owner-", "");
        try {
            boolean ours =
                    Files.getOwner(cache, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own));
            if (!ours || !Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(cache + " belongs to another user: delete it");
            }
        } finally {
            Files.delete(own);
        }
        return cache;
    }

    private static String version(URL archive) throws IOException {
        Matcher jar = JAR.matcher(archive.toString());
        if (!jar.find()) {
            throw new IOException(archive + " is in no jar: its name tells the version");
        }
        return jar.group(1);
    }

    private static void unpack(URL archive, Path target) throws IOException, InterruptedException {
        Process tar =
                new ProcessBuilder(List.of("tar", "-x", "--exclude=*.a", "-C", target.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            try (InputStream packed = archive.openStream();
                    InputStream plain = new XZInputStream(packed);
                    OutputStream in = tar.getOutputStream()) {
                plain.transferTo(in);
            }
            if (!tar.waitFor(UNPACK_SECONDS, TimeUnit.SECONDS) || tar.exitValue() != 0) {
                throw new IOException("tar cannot unpack " + archive + " into " + target);
            }
        } finally {
            tar.destroyForcibly();
        }
    }
}
