package dev.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.races.Needs;
import dev.gateway.sim.process.ProcessScope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A file system of a few megabytes in memory, mounted on a folder. Needs root, or sudo. */
final class SmallDisk implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int[] PIECES = {64 * 1024, 4096, 512, 1};

    private final ProcessScope scope;
    private final Path folder;

    private SmallDisk(ProcessScope scope, Path folder) {
        this.scope = scope;
        this.folder = folder;
    }

    /** Mounts it; where that cannot be, {@link Needs} decides whether the test is skipped. */
    static SmallDisk mount(ProcessScope scope, Path folder) throws Exception {
        var disk = new SmallDisk(scope, folder);
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        int exit = disk.root("mount", "-t", "tmpfs", "-o", "size=6m,mode=700,uid=" + user, "tmpfs");
        Needs.that(exit == 0, "needs root, or sudo without password, to mount a small disk");
        return disk;
    }

    void makeReadOnly() throws Exception {
        assertThat(root("mount", "-o", "remount,ro")).isZero();
    }

    /** Writes until there is room for nothing more, not even for a line of a log. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (int piece : PIECES) {
                fill(out, new byte[piece]);
            }
        }
    }

    private static void fill(OutputStream out, byte[] piece) {
        try {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    private int root(String... command) throws Exception {
        List<String> words = new ArrayList<>();
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            words.addAll(List.of("sudo", "-n"));
        }
        words.addAll(List.of(command));
        words.add(folder.toString());
        return scope.start(words.toArray(String[]::new)).awaitExit(LIMIT);
    }

    @Override
    public void close() throws Exception {
        root("umount", "-l");
    }
}
