package dev.gateway.it.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A later version of an unpacked package: no jar but the first keeps its name. */
final class NextVersionPackage {

    static final String NUMBER = "9.9.9";

    private final Path folder;

    /**
     * Creates a change.
     *
     * @param folder the result of {@code dpkg-deb --raw-extract}
     */
    NextVersionPackage(Path folder) {
        this.folder = folder;
    }

    void make() throws IOException {
        Path control = folder.resolve("DEBIAN/control");
        Files.writeString(
                control,
                Files.readString(control).replaceFirst("(?m)^Version: .*$", "Version: " + NUMBER));
        Path lib = folder.resolve("usr/lib/gateway/lib");
        List<Path> jars;
        try (Stream<Path> list = Files.list(lib)) {
            jars = list.filter(path -> path.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            if (name.startsWith("gateway-cli-")) {
                renameClassPath(jar);
                continue;
            }
            if (name.startsWith("gateway-core-")) {
                writeVersion(jar);
            }
            Files.move(jar, lib.resolve(renamed(name)));
        }
    }

    private static String renamed(String jar) {
        return jar.replaceFirst("\\.jar$", "-next.jar");
    }

    private static void writeVersion(Path jar) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Files.writeString(zip.getPath("dev/gateway/core/version.txt"), NUMBER + "\n");
        }
    }

    private static void renameClassPath(Path jar) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Path file = zip.getPath("META-INF/MANIFEST.MF");
            var manifest = new Manifest();
            try (InputStream in = Files.newInputStream(file)) {
                manifest.read(in);
            }
            Attributes main = manifest.getMainAttributes();
            String classPath = main.getValue(Attributes.Name.CLASS_PATH);
            main.put(Attributes.Name.CLASS_PATH, classPath.replace(".jar", "-next.jar"));
            try (OutputStream out = Files.newOutputStream(file)) {
                manifest.write(out);
            }
        }
    }
}
