package dev.gateway.core.concurrent;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;

/**
 * Factories of named threads that mostly wait for a network or for another thread: virtual threads
 * on Java 21 and later, the {@link DaemonThreads} of the same names before. The only place that
 * knows the difference; the gateway is compiled for Java 17.
 *
 * <p>A virtual thread that blocks inside {@code synchronized} (until Java 23), in a native method
 * (SQLite, the resolver of host names) or while it loads a class keeps its carrier, of which there
 * are as many as processors. So code for these threads waits with {@code java.util.concurrent}
 * locks, leaves SQL to the journal's own thread, and uses no loop without an end. A dump by {@code
 * jstack} leaves virtual threads out; {@code jcmd PID Thread.dump_to_file} has them.
 *
 * <p>The system property {@value #PROPERTY} with the value {@code false} turns them off.
 */
public final class VirtualThreads {

    /** The system property that turns virtual threads off. */
    public static final String PROPERTY = "gateway.virtualThreads";

    private static final int SINCE = 21;

    private VirtualThreads() {}

    /** Returns whether the threads are virtual in this process. */
    public static boolean areUsed() {
        return Runtime.version().feature() >= SINCE
                && !"false".equalsIgnoreCase(System.getProperty(PROPERTY));
    }

    /** Returns a factory of threads {@code PREFIX-1}, {@code PREFIX-2} and so on. */
    public static ThreadFactory named(String prefix) {
        return named(prefix, areUsed());
    }

    /** Returns a factory of threads that all have this name. */
    public static ThreadFactory single(String name) {
        return single(name, areUsed());
    }

    static ThreadFactory named(String prefix, boolean virtual) {
        return virtual
                ? factory(new Class<?>[] {String.class, long.class}, prefix + "-", 1L)
                : DaemonThreads.named(prefix);
    }

    static ThreadFactory single(String name, boolean virtual) {
        return virtual ? factory(new Class<?>[] {String.class}, name) : DaemonThreads.single(name);
    }

    /** Calls {@code Thread.ofVirtual().name(…).factory()}. */
    private static ThreadFactory factory(Class<?>[] types, Object... name) {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Method create = Thread.class.getMethod("ofVirtual");
            Object named = builder.getMethod("name", types).invoke(create.invoke(null), name);
            return (ThreadFactory) builder.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Java " + Runtime.version() + " has no such threads", e);
        }
    }
}
