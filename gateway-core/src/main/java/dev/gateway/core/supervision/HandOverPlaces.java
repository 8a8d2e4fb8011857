package dev.gateway.core.supervision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The places for platforms that are passed on at a time. The others go on polling until their turn,
 * so that each is unpolled for the time of its own steps, on both sides, and not for that of all: a
 * platform keeps its place until it has answered the successor. Already with the token it would
 * queue there, since this process lets go faster than the other one begins. One that is slow in
 * either gives its place to the next one and goes on beside it, and so does one that is not passed
 * on at all. Used by one thread.
 */
final class HandOverPlaces {

    private static final long LOOK_MILLIS = 1;

    private final int places;
    private final long slowAfterNanos;
    private final Supplier<List<String>> answered;
    private final List<Place> taken = new ArrayList<>();

    private record Place(DisconnectTask task, long since) {}

    /**
     * Creates places that are all free.
     *
     * @param slowAfter the time after which a platform gives its place away in any case
     * @param answered returns the platforms that have answered the successor since the last call
     */
    HandOverPlaces(int places, Duration slowAfter, Supplier<List<String>> answered) {
        this.places = places;
        this.slowAfterNanos = slowAfter.toNanos();
        this.answered = answered;
    }

    /** Waits for a place and takes it, for a task that is about to start. */
    void take(DisconnectTask task) throws InterruptedException {
        while (taken.size() >= places) {
            List<String> names = answered.get();
            taken.removeIf(place -> isFree(place, names));
            if (taken.size() >= places) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
        taken.add(new Place(task, System.nanoTime()));
    }

    private boolean isFree(Place place, List<String> names) {
        DisconnectTask task = place.task();
        return names.contains(task.supervisor().name())
                || System.nanoTime() - place.since() >= slowAfterNanos
                || task.isOver() && !task.hasDisconnected();
    }
}
