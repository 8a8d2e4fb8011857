package dev.gateway.core.message;

import dev.gateway.core.concurrent.ExecutorTermination;
import dev.gateway.core.concurrent.ReusingThreadPool;
import dev.gateway.core.time.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that send, shared by all platforms, and their fair division. As many calls are made
 * at a time as there are senders; a platform that has none in progress may begin one more, and a
 * call that takes longer than a second gives its place to another one. So neither a busy nor a slow
 * platform delays others, and the number of threads follows the number of slow calls and not the
 * number of platforms.
 *
 * <p>A few answers wait for a place here and not in the journal, so that the next call begins at
 * once where calls are slow. The place is free when the call has ended: storing its result takes
 * none, but no more results than there are senders may be on their way to the journal. Thread-safe.
 */
final class SenderPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SenderPool.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(300);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();

    /** The maximum of all calls in progress, as a multiple of the senders. */
    private static final int MAX_FACTOR = 16;

    /** The divisor for the number of answers that wait for a place. */
    private static final int WAITING_SHARE = 4;

    private final int senders;
    private final LongSupplier nanoTime;
    private final Runnable finished;
    private final ReusingThreadPool threads;
    private final Set<Place> quick = new LinkedHashSet<>();
    private final Queue<Place> waiting = new ArrayDeque<>();
    private int slow;
    private int storing;

    /**
     * Creates a pool without threads.
     *
     * @param senders the number of calls at a time
     * @param finished runs after each result, and when a place of a full pool is free
     * @param nanoTime the monotonic time in nanoseconds
     */
    SenderPool(int senders, ThreadFactory threads, Runnable finished, LongSupplier nanoTime) {
        this.senders = senders;
        this.finished = finished;
        this.nanoTime = nanoTime;
        this.threads = new ReusingThreadPool(2 * MAX_FACTOR * senders, IDLE, threads);
    }

    /** The sending of one answer. */
    interface Sending {

        /**
         * Makes the call and has its result stored.
         *
         * @param progress is told when the call has ended, and when the result is stored
         */
        void run(Progress progress);

        /** Gives the answer back unsent, as the pool is closed. */
        void giveBack();
    }

    /** The steps of a sending. Each counts once, and may come on any thread. */
    interface Progress {

        /** Gives the place of the call to another one. */
        void callEnded();

        /** Ends the sending; it has to come unless {@link Sending#run} fails. */
        void resultStored();
    }

    /** Returns the number of answers that may be started now, of any platform. */
    synchronized int room() {
        settle();
        return room(senders + ahead() - waiting.size());
    }

    /** Returns the number of answers that may begin now, of platforms without one in progress. */
    synchronized int roomOfOthers() {
        settle();
        return room(2 * senders);
    }

    /** Returns the number of answers that may wait for a place. */
    int ahead() {
        return senders / WAITING_SHARE;
    }

    private int room(int places) {
        int all = MAX_FACTOR * senders - quick.size() - waiting.size() - slow;
        int threads = 2 * senders - quick.size() - storing;
        return Math.max(0, Math.min(places - quick.size(), Math.min(all, threads)));
    }

    /**
     * Returns the time until a call in progress gives its place to another one, at most {@code
     * longest}.
     */
    synchronized Duration untilRoom(Duration longest) {
        settle();
        Iterator<Place> oldest = quick.iterator();
        if (!oldest.hasNext()) {
            return longest;
        }
        long left = oldest.next().began + SLOW_NANOS - nanoTime.getAsLong();
        return Durations.min(longest, Duration.ofNanos(Math.max(1, left)));
    }

    /**
     * Hands the sending of an answer to a thread, at once or when a place is free.
     *
     * @param first whether it is the only one of its platform, which never waits
     * @throws OutOfMemoryError if there is no thread and none can be made; nothing has changed then
     */
    synchronized void start(Sending sending, boolean first) {
        settle();
        var place = new Place(sending);
        if (first || quick.size() < senders) {
            begin(place);
        } else {
            waiting.add(place);
        }
    }

    /** Gives calls in progress a moment to finish, then interrupts them. */
    @Override
    public void close() {
        synchronized (this) {
            waiting.forEach(place -> threads.execute(place.sending::giveBack));
            waiting.clear();
            threads.shutdown();
        }
        if (ExecutorTermination.await(threads, CLOSE_TIMEOUT)) {
            return;
        }
        threads.shutdownNow();
        if (!ExecutorTermination.await(threads, CLOSE_TIMEOUT)) {
            LOG.warn("The sending of {} answers did not end.", threads.getActiveCount());
        }
    }

    private void begin(Place place) {
        place.began = nanoTime.getAsLong();
        threads.execute(() -> run(place));
        quick.add(place);
    }

    private void run(Place place) {
        boolean begun = false;
        try {
            place.sending.run(place);
            begun = true;
        } finally {
            if (!begun) {
                place.resultStored();
            }
        }
    }

    private void finish(Place place) {
        end(place);
        synchronized (this) {
            if (place.stored) {
                return;
            }
            place.stored = true;
            storing--;
        }
        finished.run();
    }

    private void end(Place place) {
        boolean full;
        synchronized (this) {
            if (place.ended) {
                return;
            }
            place.ended = true;
            storing++;
            full = quick.size() >= senders;
            if (!quick.remove(place)) {
                slow--;
            }
            beginWaiting();
        }
        if (full) {
            finished.run();
        }
    }

    /** Moves the calls that have become slow; others begin in their places. */
    private void settle() {
        long now = nanoTime.getAsLong();
        Iterator<Place> oldest = quick.iterator();
        while (oldest.hasNext() && now - oldest.next().began >= SLOW_NANOS) {
            oldest.remove();
            slow++;
        }
        beginWaiting();
    }

    private void beginWaiting() {
        while (quick.size() < senders && !waiting.isEmpty()) {
            begin(waiting.element());
            waiting.remove();
        }
    }

    /** The place of one answer. */
    private final class Place implements Progress {

        private final Sending sending;
        private long began;
        private boolean ended;
        private boolean stored;

        Place(Sending sending) {
            this.sending = sending;
        }

        @Override
        public void callEnded() {
            end(this);
        }

        @Override
        public void resultStored() {
            finish(this);
        }
    }
}
