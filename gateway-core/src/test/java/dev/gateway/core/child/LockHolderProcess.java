package dev.gateway.core.child;

import dev.gateway.core.process.KernelLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process that takes locks on command: {@code take MILLIS FILE} is answered by {@code has FILE}
 * or {@code misses FILE}, each on a thread of its own; {@code drop FILE} by {@code dropped FILE}.
 * It ends with its standard input.
 */
public final class LockHolderProcess {

    private final Map<Path, KernelLock> held = new ConcurrentHashMap<>();

    private LockHolderProcess() {}

    /** Starts a process that holds {@code file} already. */
    public static ChildProcess of(Path file) throws IOException, InterruptedException {
        return take(ChildProcess.java(LockHolderProcess.class), file);
    }

    /**
     * Starts a process like {@link #of}; once killed it stays a zombie for as long as the returned
     * parent lives.
     */
    public static ChildProcess belowParentThatNeverCollects(Path file)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of("sh", "-c", "exec 3<&0; \"$@\" <&3 & exec sleep 300", "sh"));
        command.addAll(ChildProcess.javaCommand(LockHolderProcess.class));
        return take(ChildProcess.start(command.toArray(String[]::new)), file);
    }

    private static ChildProcess take(ChildProcess child, Path file) throws InterruptedException {
        child.writeLine("take 0 " + file);
        String answer = child.readLine();
        if (!answer.equals("has " + file)) {
            child.close();
            throw new AssertionError(answer);
        }
        return child;
    }

    public static void main(String[] arguments) throws IOException {
        var holder = new LockHolderProcess();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("take")) {
                new Thread(() -> holder.take(Path.of(words[2]), Long.parseLong(words[1]))).start();
            } else {
                Path file = Path.of(line.substring("drop ".length()));
                holder.held.remove(file).close();
                System.out.println("dropped " + file);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private void take(Path file, long millis) {
        try {
            Optional<KernelLock> lock = KernelLock.acquire(file, Duration.ofMillis(millis));
            lock.ifPresent(taken -> held.put(file, taken));
            System.out.println((lock.isPresent() ? "has " : "misses ") + file);
        } catch (IOException | InterruptedException e) {
            System.out.println("failed " + file + ": " + e);
        }
    }
}
