package dev.gateway.sim.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A search for threads started since a moment, except those of the JDK, of the simulator and of the
 * checks.
 */
final class ThreadLeakCheck {

    private static final List<String> OTHERS =
            List.of("sim-", "contract-", "CompletableFutureDelayScheduler", "process reaper");

    private final Set<Thread> before;

    private ThreadLeakCheck(Set<Thread> before) {
        this.before = before;
    }

    static ThreadLeakCheck now() {
        return new ThreadLeakCheck(Thread.getAllStackTraces().keySet());
    }

    /** Returns each new thread with its stack. */
    List<String> newThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> !before.contains(entry.getKey()))
                .filter(entry -> isOfTheAdapter(entry.getKey()))
                .map(entry -> entry.getKey().getName() + " at " + Arrays.toString(entry.getValue()))
                .toList();
    }

    private static boolean isOfTheAdapter(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        boolean ofTheJdk =
                group == null
                        || group.getName().equals("system")
                        || group.getName().equals("InnocuousThreadGroup");
        return !ofTheJdk && OTHERS.stream().noneMatch(thread.getName()::startsWith);
    }
}
