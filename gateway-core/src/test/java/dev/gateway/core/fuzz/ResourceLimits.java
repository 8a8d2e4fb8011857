package dev.gateway.core.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The limits of reading any input: {@link #MEMORY} and {@link #SECONDS}. Memory counts all
 * allocations while an input is read, which is more than is in use at any moment.
 */
public final class ResourceLimits {

    /** The limit of allocations for one input, in bytes. */
    public static final long MEMORY = 64L << 20;

    /**
     * The limit of time for one input; a hundred times that of the slowest, as machines may be
     * busy.
     */
    public static final long SECONDS = 20;

    /**
     * The seed, the same in each build: a new failure then appears in a search with another seed,
     * and not in the build of an unrelated change.
     */
    public static final String SEED = "20260101";

    private final String reader;
    private final long memory;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long tries;
    private long most;
    private long slowestNanos;

    /** Creates limits for {@code reader}, a word for messages. */
    public ResourceLimits(String reader) {
        this(reader, MEMORY);
    }

    /** Creates limits for {@code reader} with another limit of allocations, in bytes. */
    public ResourceLimits(String reader, long memory) {
        this.reader = reader;
        this.memory = memory;
    }

    /**
     * Reads one input on a thread of its own.
     *
     * @return the result of {@code reading}
     * @throws Exception the exception of {@code reading}
     * @throws AssertionError if it takes too long or too much memory
     */
    public <T> T check(Callable<T> reading) throws Exception {
        var used = new long[2];
        var task =
                new FutureTask<T>(
                        () -> {
                            long before = threads.getCurrentThreadAllocatedBytes();
                            long began = System.nanoTime();
                            try {
                                return reading.call();
                            } finally {
                                used[0] = threads.getCurrentThreadAllocatedBytes() - before;
                                used[1] = System.nanoTime() - began;
                            }
                        });
        var thread = new Thread(task, "reads-" + reader);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception known) {
                throw known;
            }
            throw new AssertionError(reader + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            var hangs = new AssertionError(reader + " hangs");
            hangs.setStackTrace(thread.getStackTrace());
            throw hangs;
        } finally {
            note(used[0], used[1]);
        }
    }

    private void note(long bytes, long nanos) {
        tries++;
        most = Math.max(most, bytes);
        slowestNanos = Math.max(slowestNanos, nanos);
        if (bytes > memory) {
            throw new AssertionError(reader + " took " + (bytes >> 20) + " MB for one input");
        }
    }

    /** Returns the number of inputs and the worst of them, for the build's log. */
    @Override
    public String toString() {
        return "%s: %d inputs, at most %.1f MB and %d ms for one"
                .formatted(
                        reader,
                        tries,
                        most / 1048576.0,
                        TimeUnit.NANOSECONDS.toMillis(slowestNanos));
    }
}
