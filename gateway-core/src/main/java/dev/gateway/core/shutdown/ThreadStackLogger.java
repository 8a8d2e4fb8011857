package dev.gateway.core.shutdown;

import java.util.Collection;
import org.slf4j.Logger;

/** Log of the stacks of threads that hang, for the analysis afterwards. */
public final class ThreadStackLogger {

    private ThreadStackLogger() {}

    public static void log(Logger log, Collection<Thread> threads) {
        for (Thread thread : threads) {
            StackTraceElement[] stack = thread.getStackTrace();
            if (stack.length == 0) {
                continue; // The thread has ended meanwhile.
            }
            StringBuilder text = new StringBuilder();
            for (StackTraceElement frame : stack) {
                text.append(System.lineSeparator()).append("    at ").append(frame);
            }
            log.info("Thread {} ({}) is at{}", thread.getName(), thread.getState(), text);
        }
    }

    /** Logs all threads except the JVM's own daemons. */
    public static void logAll(Logger log) {
        log(
                log,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread != Thread.currentThread())
                        .filter(thread -> thread.getThreadGroup() != null)
                        .filter(thread -> !"system".equals(thread.getThreadGroup().getName()))
                        .toList());
    }
}
