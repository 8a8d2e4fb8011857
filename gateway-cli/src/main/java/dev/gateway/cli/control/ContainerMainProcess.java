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
 * A test for a gateway whose end is the end of its container: PID 1 of a PID namespace, or the only
 * child of an init as PID 1. The kernel then kills all other processes of the namespace, a
 * successor among them.
 */
final class ContainerMainProcess {

    /** Init programs that end with their only child, by the last part of their path. */
    private static final Set<String> SINGLE_CHILD_INITS =
            Set.of("tini", "tini-static", "docker-init", "podman-init", "catatonit", "dumb-init");

    /** The host name that Docker and Podman give a container by default: its id. */
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
     * @param root the folder below which container engines leave their files
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

    /** Returns whether the end of a process would end all others of its PID namespace. */
    boolean matches(long pid) {
        if (pid == 1) {
            return true;
        }
        List<String> init = commandLines.apply(1);
        return !init.isEmpty()
                && SINGLE_CHILD_INITS.contains(lastPart(init.get(0)))
                && parents.apply(pid).filter(parent -> parent == 1).isPresent()
                // A detached gateway was started from a shell in the container and inherited by the
                // init.
                && !commandLines.apply(pid).contains("--detached");
    }

    /** Returns the reason of the refusal and the command that restarts the container. */
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
