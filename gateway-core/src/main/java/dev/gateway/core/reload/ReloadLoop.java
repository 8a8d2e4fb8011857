package dev.gateway.core.reload;

import dev.gateway.core.concurrent.SupervisedLoop;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * The loop that reloads the config of a running gateway, one reload at a time, on the daemon thread
 * {@code reload}. A stop interrupts it without waiting for it: additions that are still pending are
 * dropped.
 */
public final class ReloadLoop {

    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final ReloadRequest request;
    private final IntConsumer round;
    private final SupervisedLoop loop;
    private int number;
    private boolean due;
    private volatile boolean paused;

    /**
     * Creates a loop that is not started.
     *
     * @param round applies the config; receives the number of the reload
     */
    public ReloadLoop(ReloadRequest request, IntConsumer round) {
        this.request = request;
        this.round = round;
        this.loop = new SupervisedLoop("reload", this::reloadOnce, request::wakeUp);
    }

    public void start() {
        loop.start();
    }

    /** Begins no further reload, interrupts a running one, and returns at once. */
    public void stop() {
        loop.stop();
        loop.interrupt();
    }

    /**
     * Begins no further reload until {@link #resume}, interrupts a running one, and returns at
     * once.
     */
    public void pause() {
        paused = true;
        loop.interrupt();
    }

    /** Ends a pause; a reload that it interrupted or put off begins anew. */
    public synchronized void resume() {
        paused = false;
        if (due) {
            due = false;
            request.request();
        }
    }

    private synchronized void putOff() {
        if (paused) {
            due = true;
        } else {
            request.request();
        }
    }

    /** Returns the loop, for the monitor. */
    public SupervisedLoop loop() {
        return loop;
    }

    /** Records progress; a long reload must call it regularly, on the reload thread. */
    void recordProgress() {
        loop.progressed();
    }

    boolean isStopped() {
        return loop.isStopped() || paused;
    }

    private void reloadOnce() throws InterruptedException {
        if (!request.take(MAX_WAIT) || loop.isStopped()) {
            return;
        }
        if (!paused) {
            number++;
            round.accept(number);
        }
        if (paused) {
            putOff();
        }
    }
}
