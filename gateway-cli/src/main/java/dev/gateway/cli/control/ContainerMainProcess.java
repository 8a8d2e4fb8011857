package dev.gateway.cli.control;

import dev.gateway.core.process.ProcessProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * A gateway whose end is the end of its container: PID 1 of a PID namespace, or the process that an
 * init as PID 1 was started for. The kernel kills all other processes of the namespace then, a
 * successor among them.
 */
final class ContainerMainProcess {

    /** What ends when the one process ends that it was given; by the last part of its path. */
    private static final Set<String> SINGLE_CHILD_INITS =
            Set.of("tini", "tini-static", "docker-init", "podman-init", "catatonit", "dumb-init");

    /** Docker's and Podman's name for a container that was given no host name: its id. */
    private static final String CONTAINER_ID = "[0-9a-f]{12}";

    private final LongFunction<List<String>> commandLines;
    private final LongFunction<Optional<Long>> parents;
    private final UnaryOperator<String> environment;
    private final Path root;

    /**
     * Creates a check.
     *
     * @param commandLines the program and arguments of a process
     * @param parents the PID of the parent of a process
     * @param root where the files are that container engines leave
     */
    ContainerMainProcess(
            LongFunction<List<String>> commandLines,
            LongFunction<Optional<Long>> parents,
            UnaryOperator<String> environment,
            Path root) {
        this.commandLines = commandLines;
        this.parents = parents;
        this.environment = environment;
        this.root = root;
    }

    /** Returns the check for this machine. */
    static ContainerMainProcess system(ProcessProbe probe) {
        return new ContainerMainProcess(
                probe::commandLine,
                pid -> ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid),
                System::getenv,
                Path.of("/"));
    }

    /** Returns whether the end of this process would end all others that it can see. */
    boolean matches(long pid) {
        if (pid == 1) {
            return true;
        }
        List<String> init = commandLines.apply(1);
        return !init.isEmpty()
                && SINGLE_CHILD_INITS.contains(lastPart(init.get(0)))
                && parents.apply(pid).filter(parent -> parent == 1).isPresent()
                // Started from a shell in the container, and left to the init when that one ended.
                && !commandLines.apply(pid).contains("--detached");
    }

    /** Says why it is not restarted, and what restarts it. */
    String refusal(long pid) {
        return ("Not restarted: the gateway (PID %d) is the main process of its container, which ends"
                        + " with it, and so would a successor. Restart the container from outside:"
                        + " '%s'. For a changed config 'gateway reload' is enough.")
                .formatted(pid, command());
    }

    private String command() {
        String host = hostName();
        if (environment.apply("KUBERNETES_SERVICE_HOST") != null) {
            return "kubectl delete pod " + (host.isEmpty() ? "POD" : host);
        }
        String engine = Files.exists(root.resolve("run/.containerenv")) ? "podman" : "docker";
        return engine + " restart " + (host.matches(CONTAINER_ID) ? host : "CONTAINER");
    }

    private String hostName() {
        try {
            return Files.readString(root.resolve("proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
