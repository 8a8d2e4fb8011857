package dev.gateway.core.child;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Scanner;

/** A program other than a gateway that holds a shared lock on a file until its input ends. */
public final class SharedLockProcess {

    private SharedLockProcess() {}

    /** Starts a process that has the lock on all of {@code file}. */
    public static ChildProcess on(Path file) throws IOException, InterruptedException {
        return start(file, 0, Long.MAX_VALUE, true);
    }

    /** Starts a process that has an exclusive lock on the first ten bytes of {@code file}. */
    public static ChildProcess onTheBeginningOf(Path file)
            throws IOException, InterruptedException {
        return start(file, 0, 10, false);
    }

    private static ChildProcess start(Path file, long from, long size, boolean shared)
            throws IOException, InterruptedException {
        ChildProcess child = ChildProcess.java(SharedLockProcess.class);
        child.writeLine(from + " " + size + " " + shared + " " + file);
        String answer = child.readLine();
        if (!answer.equals("has it")) {
            child.close();
            throw new AssertionError(answer);
        }
        return child;
    }

    public static void main(String[] arguments) throws IOException {
        var in = new Scanner(System.in, StandardCharsets.UTF_8);
        String[] words = in.nextLine().split(" ", 4);
        FileChannel channel =
                FileChannel.open(
                        Path.of(words[3]), StandardOpenOption.READ, StandardOpenOption.WRITE);
        var lock =
                channel.lock(
                        Long.parseLong(words[0]),
                        Long.parseLong(words[1]),
                        Boolean.parseBoolean(words[2]));
        System.out.println(lock.isValid() ? "has it" : "has it not");
        while (in.hasNextLine()) {
            in.nextLine();
        }
    }
}
