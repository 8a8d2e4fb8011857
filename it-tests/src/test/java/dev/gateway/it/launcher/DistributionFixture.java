package dev.gateway.it.launcher;

import dev.gateway.it.fixture.FileTrees;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The unpacked distribution, and folders of class archives for tests. */
final class DistributionFixture {

    private DistributionFixture() {}

    static Path launcher() {
        return LauncherLocator.gateway();
    }

    /** Returns the launcher with its archives in this folder. */
    static GatewayCommandLine archivingIn(ProcessScope scope, Path folder) {
        return GatewayCommandLine.of(scope, launcher())
                .withEnv("GATEWAY_CDS_DIR", folder.toString());
    }

    /** Copies the distribution without archives, as if another user had unpacked it. */
    static Path copyTo(Path folder) throws IOException {
        Path from = launcher().getParent().getParent();
        FileTrees.copy(
                from,
                folder,
                name -> !name.startsWith("cds"),
                (file, copy) -> Files.copy(file, copy));
        return folder.resolve("bin/gateway");
    }

    /** Returns the names in a folder, those of complete archives as {@code archive}. */
    static List<String> namesIn(Path folder) throws IOException {
        var names = new ArrayList<String>();
        try (Stream<Path> list = Files.list(folder)) {
            list.map(path -> path.getFileName().toString()).forEach(names::add);
        }
        return names;
    }

    /** Returns the content of the files that say why there is no archive. */
    private static String reasons(Path folder) throws IOException {
        var reasons = new StringBuilder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.none")) {
            for (Path file : files) {
                reasons.append(' ').append(Files.readString(file));
            }
        }
        return reasons.toString();
    }

    /** Returns the only archive in this folder. */
    static Path archiveIn(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            List<Path> archives = list.filter(path -> path.toString().endsWith(".jsa")).toList();
            if (archives.size() != 1) {
                throw new AssertionError(
                        "one archive expected: " + namesIn(folder) + reasons(folder));
            }
            return archives.get(0);
        }
    }
}
