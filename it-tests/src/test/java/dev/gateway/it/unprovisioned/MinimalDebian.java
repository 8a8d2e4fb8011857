package dev.gateway.it.unprovisioned;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Debian with the packages of {@code debootstrap --variant=minbase} and nothing else, in a folder
 * of its own. Each command runs in namespaces of its own for processes and mounts: all its
 * processes end with it, and no mount outlives it. Close it before its scope.
 *
 * <p>Needs root, debootstrap and a network to Debian's packages.
 */
public final class MinimalDebian implements AutoCloseable {

    private static final Duration COPY_LIMIT = Duration.ofMinutes(5);
    private static final Path CERTIFICATES = Path.of("/usr/local/share/ca-certificates");

    /** Mounts what a command expects, and becomes the command. */
    private static final String ENTER =
            """
            set -eu
            mount -t proc proc "$0/proc"
            mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm"
            mount -t devpts -o newinstance,ptmxmode=0666 devpts "$0/dev/pts"
            ln -sf pts/ptmx "$0/dev/ptmx"
            cat /etc/resolv.conf > "$0/etc/resolv.conf"
            exec chroot "$0" /bin/sh -c "$1"
            """;

    private final ProcessScope scope;
    private final Path root;

    private MinimalDebian(ProcessScope scope, Path root) {
        this.scope = scope;
        this.root = root;
    }

    /** Creates a machine. Its processes end with the scope, its folder is deleted on close. */
    public static MinimalDebian make(ProcessScope scope) throws Exception {
        MachineAssumptions.assumeRoot();
        MachineAssumptions.assumeProgram("debootstrap");
        MachineAssumptions.assumePidNamespaces();
        Path base = DebianBaseImage.obtain(scope);
        Path root = Files.createTempDirectory(base.getParent(), "machine-");
        scope.start("cp", "-aT", base.toString(), root.toString())
                .awaitResult(COPY_LIMIT)
                .expectExit(0);
        trustWhatThisMachineTrusts(root);
        Files.createDirectories(root.resolve("dev/shm"));
        // The machine exists for minutes: packages need not be synced to the disk.
        Files.writeString(root.resolve("etc/dpkg/dpkg.cfg.d/short-lived"), "force-unsafe-io\n");
        return new MinimalDebian(scope, root);
    }

    /** Returns the file on the host for a path inside. */
    public Path file(String path) {
        return root.resolve(path.substring(1));
    }

    /** Starts a script of {@code /bin/sh} as root, with no environment but a PATH and a HOME. */
    public RunningProcess start(String script) {
        var builder =
                new ProcessBuilder(
                        List.of(
                                "unshare",
                                "--mount",
                                "--propagation=private",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "sh",
                                "-c",
                                ENTER,
                                root.toString(),
                                script));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("HOME", "/root");
        return scope.start(builder);
    }

    /** Runs such a script to its end. */
    public CommandResult run(Duration limit, String script) throws InterruptedException {
        return start(script).awaitResult(limit);
    }

    @Override
    public void close() throws InterruptedException {
        scope.start("rm", "-rf", "--one-file-system", root.toString())
                .awaitResult(COPY_LIMIT)
                .expectExit(0);
    }

    /**
     * Copies the host's certificates, as a proxy with an authority of its own may watch the
     * network.
     */
    private static void trustWhatThisMachineTrusts(Path root) throws IOException {
        if (!Files.isDirectory(CERTIFICATES)) {
            return;
        }
        Path inside = root.resolve(CERTIFICATES.toString().substring(1));
        Files.createDirectories(inside);
        try (Stream<Path> files = Files.list(CERTIFICATES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        inside.resolve(file.getFileName().toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
