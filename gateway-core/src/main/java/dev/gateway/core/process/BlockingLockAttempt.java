package dev.gateway.core.process;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A wait in the kernel that ends by an interrupt or at a deadline. {@code FileChannel.lock()} has
 * no time limit, so for a limited wait a thread of its own blocks in it, and closing the channel
 * ends that thread. A wait for days blocks its own thread: a gateway may wait for a thousand
 * tokens.
 */
final class BlockingLockAttempt {

    private static final long POLL_MILLIS = 20;
    private static final Duration POLL_ROUND = Duration.ofSeconds(1);

    /** The wait from which on its limit does not matter. */
    private static final Duration ENDLESS = Duration.ofDays(1);

    private BlockingLockAttempt() {}

    /** Returns the lock, or null if it was not free in time. The channel is useless after null. */
    static FileLock lock(FileChannel channel, Deadline deadline)
            throws IOException, InterruptedException {
        FileLock lock = channel.tryLock();
        while (lock == null && !deadline.isExpired()) {
            try {
                return deadline.remaining().compareTo(ENDLESS) > 0
                        ? block(channel)
                        : block(channel, deadline);
            } catch (IOException e) {
                // The kernel takes two processes that each hold one lock and wait for the other's
                // for a deadlock (EDEADLK), although other threads will release them. Then the
                // lock is polled; an error of another kind shows itself in tryLock as well.
                lock = poll(channel, deadline.orAfter(POLL_ROUND));
            }
        }
        return lock;
    }

    /** Returns a shared lock, or null: only the probes of other processes are in its way. */
    static FileLock pollShared(FileChannel channel, Deadline deadline)
            throws IOException, InterruptedException {
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
        while (lock == null && !deadline.isExpired()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            lock = channel.tryLock(0, Long.MAX_VALUE, true);
        }
        return lock;
    }

    private static FileLock poll(FileChannel channel, Deadline deadline)
            throws IOException, InterruptedException {
        FileLock lock = channel.tryLock();
        while (lock == null && !deadline.isExpired()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            lock = channel.tryLock();
        }
        return lock;
    }

    private static FileLock block(FileChannel channel) throws IOException, InterruptedException {
        try {
            return channel.lock();
        } catch (FileLockInterruptionException e) {
            Thread.interrupted(); // The exception says it from here on; the channel is closed.
            throw new InterruptedException();
        }
    }

    private static FileLock block(FileChannel channel, Deadline deadline)
            throws IOException, InterruptedException {
        CompletableFuture<FileLock> result = new CompletableFuture<>();
        Thread waiter =
                new Thread(
                        () -> {
                            try {
                                result.complete(channel.lock());
                            } catch (IOException | RuntimeException e) {
                                result.completeExceptionally(e);
                            }
                        },
                        "lock-wait");
        waiter.setDaemon(true);
        waiter.start();
        boolean answered = false;
        try {
            FileLock lock = result.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            answered = true;
            return lock;
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            answered = true;
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("cannot wait for the lock", e.getCause());
        } finally {
            if (!answered) {
                channel.close(); // Wakes the waiter, or drops a lock that came this moment.
            }
        }
    }
}
