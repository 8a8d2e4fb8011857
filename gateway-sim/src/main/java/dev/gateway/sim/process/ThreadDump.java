package dev.gateway.sim.process;

import java.time.Duration;
import java.util.List;

/** The thread dump of a JVM that should have ended. */
final class ThreadDump {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private ThreadDump() {}

    /** Returns the dump; empty if the process is not a JVM, has ended, or does not respond. */
    static String of(RunningProcess process) throws InterruptedException {
        boolean isJvm =
                ProcessStat.of(process.pid())
                        .filter(seen -> seen.name().equals("java"))
                        .isPresent();
        if (!isJvm) {
            return "";
        }
        int before = process.stderr().size();
        process.kill(Signal.QUIT);
        try {
            process.awaitLine("^JNI global refs", LIMIT);
        } catch (ExpectationFailedException e) {
            return "(it does not tell its threads)";
        }
        List<String> lines = process.stderr();
        return String.join("\n", lines.subList(Math.min(before, lines.size()), lines.size()));
    }
}
