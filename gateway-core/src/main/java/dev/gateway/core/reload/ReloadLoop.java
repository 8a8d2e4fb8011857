package dev.gateway.core.reload;

import dev.gateway.core.concurrent.SupervisedLoop;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Reloads the config of a running gateway, one round at a time, on a daemon thread {@code reload}.
 * A stop interrupts it and does not wait for it: what it was about to add is not added any more.
 */
public final class ReloadLoop {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ReloadRequest wish;
    private final IntConsumer round;
    private final SupervisedLoop loop;
    private int number;

    /**
     * A loop at rest.
     *
     * @param round applies the config; gets the number of the round
     */
    public ReloadLoop(ReloadRequest wish, IntConsumer round) {
        this.wish = wish;
        this.round = round;
        this.loop = new SupervisedLoop("reload", this::once, wish::wakeUp);
    }

    public void start() {
        loop.start();
    }

    /** From now on nothing is begun; what goes on is interrupted. Returns at once. */
    public void stop() {
        loop.stop();
        loop.interrupt();
    }

    /** What does it, to be supervised. */
    public SupervisedLoop loop() {
        return loop;
    }

    /** To be called by a round that takes its time, on its thread. */
    void moved() {
        loop.moved();
    }

    boolean isStopped() {
        return loop.isStopped();
    }

    private void once() throws InterruptedException {
        if (wish.take(LONGEST) && !loop.isStopped()) {
            number++;
            round.accept(number);
        }
    }
}
