package dev.gateway.it.unprovisioned;

import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ProcessScope;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The base system that all minimal machines are copies of. One test creates it, those of other
 * forks wait for it; it is complete or absent, also after a kill.
 */
final class DebianBaseImage {

    private static final Path FOLDER = Path.of("target", "bare-machine").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Object WITHIN_THIS_JVM = new Object();

    private DebianBaseImage() {}

    static Path obtain(ProcessScope scope) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path system = FOLDER.resolve("bookworm");
        synchronized (WITHIN_THIS_JVM) {
            try (FileChannel channel =
                            FileChannel.open(
                                    FOLDER.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock ours = channel.lock()) {
                assert ours.isValid();
                if (!Files.isDirectory(system)) {
                    make(scope, system);
                }
            }
        }
        return system;
    }

    private static void make(ProcessScope scope, Path system)
            throws IOException, InterruptedException {
        Path partial = FOLDER.resolve("partial");
        CommandResult result = null;
        for (int tries = 0; tries < 2 && (result == null || result.exit() != 0); tries++) {
            run(scope, "rm", "-rf", partial.toString()).expectExit(0);
            result = run(scope, "debootstrap", "--variant=minbase", "bookworm", partial.toString());
        }
        result.expectExit(0);
        Files.move(partial, system, StandardCopyOption.ATOMIC_MOVE);
    }

    private static CommandResult run(ProcessScope scope, String... command)
            throws InterruptedException {
        return scope.start(command).awaitResult(LIMIT);
    }
}
