package dev.gateway.sim.process;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Main class for the tests' own JVMs. */
final class ForkedJvm {

    private ForkedJvm() {}

    /** Returns the command that runs the main method below in another JVM. */
    static ProcessBuilder jvm(String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ForkedJvm.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "lock" -> lock(Path.of(args[1]));
            case "scope" -> scope();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Waits for the lock of a file, prints a line, and keeps the lock. */
    private static void lock(Path file) throws Exception {
        System.out.println("locking");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var lock = channel.lock();
            System.out.println("locked " + lock.isValid());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** Starts a process that detaches itself, prints its PID, and never closes the scope. */
    private static void scope() throws Exception {
        RunningProcess sleeper = ProcessScope.open().start("sleep", "3600");
        System.out.println("sleeper " + sleeper.pid());
        Thread.sleep(Long.MAX_VALUE);
    }
}
