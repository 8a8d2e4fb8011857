package dev.gateway.it.release;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.sim.process.LauncherLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The paths of the build's release artifacts. */
final class ReleaseArtifacts {

    private ReleaseArtifacts() {}

    /** Returns the build folder of gateway-cli. */
    static Path target() {
        return LauncherLocator.gateway().getParent().getParent().getParent();
    }

    /** Returns the unpacked distribution that needs a Java. */
    static Path distribution() {
        return target().resolve("gateway");
    }

    /** Returns the version that was built; others may lie beside it. */
    static String version() throws IOException {
        Path jar = only(distribution().resolve("lib"), "gateway-cli-.*\\.jar");
        return jar.getFileName().toString().replaceAll("gateway-cli-|\\.jar", "");
    }

    /** Returns the archive of the distribution that each build creates. */
    static Path builtArchive() throws IOException {
        return target().resolve("gateway-" + version() + ".tar.gz");
    }

    /** Returns the archive that is released. */
    static Path archive() throws IOException {
        return released().resolve("gateway-" + version() + ".tar.gz");
    }

    /** Returns the unpacked bundle, which has its own Java. */
    static Path bundle() throws IOException {
        profileHasRun();
        return target().resolve("bundle").resolve("gateway-" + version());
    }

    /** Returns the archive of the bundle. */
    static Path bundleArchive() throws IOException {
        return only(released(), "gateway-.*-linux-[a-z0-9_]+\\.tar\\.gz");
    }

    /** Returns the folder with all that is released. */
    static Path released() {
        profileHasRun();
        return target().resolve("dist");
    }

    /** Returns the one file of a folder whose whole name matches. */
    static Path only(Path folder, String regex) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            List<Path> found =
                    list.filter(path -> path.getFileName().toString().matches(regex)).toList();
            if (found.size() != 1) {
                throw new AssertionError("one " + regex + " expected in " + folder + ": " + found);
            }
            return found.get(0);
        }
    }

    private static void profileHasRun() {
        MachineAssumptions.assumeThat(
                Files.isDirectory(target().resolve("dist")),
                "needs what the profile dist builds (-Pdist)");
    }
}
