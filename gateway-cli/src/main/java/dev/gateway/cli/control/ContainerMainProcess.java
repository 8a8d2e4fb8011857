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
 * A test for a gateway whose end is the end of its container: PID 1 of a PID namespace, or a
 * process for which PID 1 waits, directly or through a shell, to end with it. The kernel then kills
 * all other processes of the namespace, a successor among them.
 */
final class ContainerMainProcess {

    /** Init programs that end with the process they started, by the last part of their path. */
    private static final Set<String> SINGLE_CHILD_INITS =
            Set.of("tini", "tini-static", "docker-init", "podman-init", "catatonit", "dumb-init");

    /** Shells, which run a script to its end and wait for each program that it calls. */
    private static final Set<String> SHELLS = Set.of("sh", "ash", "bash", "dash", "busybox");

    /** The init of s6-overlay, and its script that runs the container's command. */
    private static final String S6_INIT = "s6-svscan";

    private static final String S6_COMMAND_SCRIPT = "rc.init";

    private static final int MAX_DEPTH = 20;

    /** The host name that Docker and Podman give a container by default: its id. */
    private static final String CONTAINER_ID = "[0-9a-f]{12}";

    private final LongFunction<List<String>> commandLines;
    private final LongFunction<Optional<Long>> parents;
    private final LongFunction<List<Long>> children;
    private final UnaryOperator<String> environment;
    private final Path root;

    /**
     * Creates a check.
     *
     * @param commandLines the program and arguments of a process
     * @param parents the PID of the parent of a process
     * @param children the PIDs of the children of a process
     * @param root the folder below which container engines leave their files
     */
    ContainerMainProcess(
            LongFunction<List<String>> commandLines,
            LongFunction<Optional<Long>> parents,
            LongFunction<List<Long>> children,
            UnaryOperator<String> environment,
            Path root) {
        this.commandLines = commandLines;
        this.parents = parents;
        this.children = children;
        this.environment = environment;
        this.root = root;
    }

    /** Returns the check for this machine. */
    static ContainerMainProcess system(ProcessProbe probe) {
        return new ContainerMainProcess(
                probe::commandLine,
                pid -> ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid),
                pid ->
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::children)
                                .map(ProcessHandle::pid)
                                .toList(),
                System::getenv,
                Path.of("/"));
    }

    /** Returns whether the end of a process would end all others of its PID namespace. */
    boolean matches(long pid) {
        if (pid == 1) {
            return true;
        }
        // A detached gateway was started by a command and inherited by PID 1.
        if (commandLines.apply(pid).contains("--detached")) {
            return false;
        }
        long child = pid;
        for (int i = 0; i < MAX_DEPTH; i++) {
            Optional<Long> parent = parents.apply(child);
            if (parent.filter(one -> one == 1).isPresent()) {
                return endsWith(child);
            }
            if (parent.isEmpty() || !isShellThatWaits(parent.get(), child)) {
                return false;
            }
            child = parent.get();
        }
        return false;
    }

    /** Returns whether PID 1 ends with {@code child}. */
    private boolean endsWith(long child) {
        String init = program(1);
        return SINGLE_CHILD_INITS.contains(init)
                || isShellThatWaits(1, child)
                || init.equals(S6_INIT)
                        && commandLines.apply(child).stream()
                                .map(ContainerMainProcess::lastPart)
                                .anyMatch(S6_COMMAND_SCRIPT::equals);
    }

    /** Returns whether a process is a shell that has nothing to do but to wait for one program. */
    private boolean isShellThatWaits(long pid, long child) {
        return SHELLS.contains(program(pid)) && children.apply(pid).equals(List.of(child));
    }

    private String program(long pid) {
        return commandLines.apply(pid).stream()
                .findFirst()
                .map(ContainerMainProcess::lastPart)
                .orElse("");
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
