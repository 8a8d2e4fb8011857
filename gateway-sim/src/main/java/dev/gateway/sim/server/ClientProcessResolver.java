package dev.gateway.sim.server;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A resolver from a loopback connection to the client's process: it reads the socket's inode from
 * {@code /proc/net/tcp} and searches the open files of the processes for it. It uses one thread, so
 * that a burst of connections costs little, and tries recently seen processes first. On systems
 * other than Linux it finds no process.
 */
final class ClientProcessResolver implements AutoCloseable {

    private static final int RECENT_KEPT = 8;
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));

    private final ExecutorService thread;
    private final Deque<Long> recent = new ArrayDeque<>();

    ClientProcessResolver(String name) {
        thread =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread created = new Thread(task, "sim-" + name + "-processes");
                            created.setDaemon(true);
                            return created;
                        });
    }

    CompletableFuture<Optional<ClientProcess>> find(int clientPort, int serverPort) {
        return CompletableFuture.supplyAsync(() -> search(clientPort, serverPort), thread)
                .exceptionally(failed -> Optional.empty());
    }

    private Optional<ClientProcess> search(int clientPort, int serverPort) {
        OptionalLong inode = inode(clientPort, serverPort);
        if (inode.isEmpty()) {
            return Optional.empty();
        }
        String socket = "socket:[" + inode.getAsLong() + "]";
        Optional<Long> pid =
                recent.stream().filter(candidate -> holds(candidate, socket)).findFirst();
        if (pid.isEmpty()) {
            pid =
                    allPids().stream()
                            .filter(candidate -> holds(candidate, socket))
                            .findFirst()
                            .map(found -> eldest(found, socket));
        }
        pid.ifPresent(this::remember);
        return pid.flatMap(ClientProcess::of);
    }

    /**
     * Returns the ancestor that has the socket, too: a child that is being started shares the open
     * files of its parent until it becomes a program of its own.
     */
    private static long eldest(long pid, String socket) {
        long eldest = pid;
        Optional<Long> parent = ClientProcess.parentOf(eldest);
        while (parent.isPresent() && parent.get() > 1 && holds(parent.get(), socket)) {
            eldest = parent.get();
            parent = ClientProcess.parentOf(eldest);
        }
        return eldest;
    }

    private void remember(long pid) {
        recent.remove(pid);
        recent.addFirst(pid);
        if (recent.size() > RECENT_KEPT) {
            recent.removeLast();
        }
    }

    private static OptionalLong inode(int clientPort, int serverPort) {
        String local = ":%04X".formatted(clientPort);
        String remote = ":%04X".formatted(serverPort);
        for (Path table : TABLES) {
            try {
                for (String line : Files.readAllLines(table)) {
                    String[] fields = line.trim().split("\\s+");
                    if (fields.length > 9
                            && fields[1].endsWith(local)
                            && fields[2].endsWith(remote)
                            && !fields[9].equals("0")) {
                        return OptionalLong.of(Long.parseLong(fields[9]));
                    }
                }
            } catch (IOException notLinux) {
                continue;
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Returns all PIDs, the newest first: clients of a fake are usually younger than the other
     * processes of the machine.
     */
    private static List<Long> allPids() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            folders.forEach(folder -> pids.add(Long.parseLong(folder.getFileName().toString())));
        } catch (IOException notLinux) {
            return List.of();
        }
        pids.sort(Comparator.reverseOrder());
        return pids;
    }

    private static boolean holds(long pid, String socket) {
        Path folder = Path.of("/proc", Long.toString(pid), "fd");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (linksTo(file, socket)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException goneOrForeign) {
            return false;
        }
        return false;
    }

    private static boolean linksTo(Path file, String socket) {
        try {
            return Files.readSymbolicLink(file).toString().equals(socket);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** Ends the thread once the searches in progress are done, which takes milliseconds. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
