package dev.gateway.sim.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The threads that were born since a moment, without those that belong to the JDK, to the simulator
 * or to the checks themselves.
 */
final class ThreadDiff {

    private static final List<String> OTHERS =
            List.of("sim-", "contract-", "CompletableFutureDelayScheduler", "process reaper");

    private final Set<Thread> before;

    private ThreadDiff(Set<Thread> before) {
        this.before = before;
    }

    static ThreadDiff now() {
        return new ThreadDiff(Thread.getAllStackTraces().keySet());
    }

    /** Each with where it is. */
    List<String> born() {
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
