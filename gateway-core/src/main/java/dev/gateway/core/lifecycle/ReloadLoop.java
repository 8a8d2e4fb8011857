package dev.gateway.core.lifecycle;

import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Reloads the config of a running gateway, one round at a time, on a daemon thread {@code reload}.
 * A stop interrupts it and does not wait for it: what it was about to add is not added any more.
 */
final class ReloadLoop {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ReloadRequest wish;
    private final IntConsumer round;
    private final Thread thread = new Thread(this::run, "reload");
    private volatile long rounds;
    private volatile boolean stopped;

    /**
     * A loop at rest.
     *
     * @param round applies the config; gets the number of the round
     */
    ReloadLoop(ReloadRequest wish, IntConsumer round) {
        this.wish = wish;
        this.round = round;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** From now on nothing is begun; what goes on is interrupted. Returns at once. */
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    /** How often it has moved: while it waits for something that may take its time, too. */
    long rounds() {
        return rounds;
    }

    /** To be called by a round that takes its time, on its thread. */
    void moved() {
        rounds++; // only the thread of the reload writes it
    }

    /** Has it move if it has nothing to do. */
    void wake() {
        wish.poke();
    }

    boolean isStopped() {
        return stopped;
    }

    private void run() {
        int number = 0;
        while (!stopped) {
            moved();
            try {
                if (wish.take(LONGEST) && !stopped) {
                    number++;
                    round.accept(number);
                }
            } catch (InterruptedException e) {
                return; // nobody but a stop does that
            }
        }
    }
}
