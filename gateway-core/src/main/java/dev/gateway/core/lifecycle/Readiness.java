package dev.gateway.core.lifecycle;

import dev.gateway.core.control.Words;
import dev.gateway.core.process.Deadline;
import java.time.Duration;
import java.util.stream.Collectors;

/** Waits until the platforms of a starting gateway are up, or says why they are not. */
final class Readiness {

    /** How long a start with a connected platform waits for the others before it is degraded. */
    private static final Duration SLOW_ONES = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final StopRequest stop;
    private final Duration limit;
    private final Object changes = new Object();
    private Deadline window;

    Readiness(StopRequest stop, Duration limit) {
        this.stop = stop;
        this.limit = limit;
    }

    /** To be called whenever a platform's state has changed, by any thread. */
    void changed() {
        synchronized (changes) {
            changes.notifyAll();
        }
    }

    /** Waits until each platform has connected or said why not. */
    void awaitSettled(PlatformSet platforms) throws InterruptedException {
        window = Deadline.in(limit);
        Deadline slowOnes = window.orIn(SLOW_ONES);
        synchronized (changes) {
            while (!platforms.isSettled() && !window.passed()) {
                if (platforms.anyConnected() && slowOnes.passed()) {
                    return;
                }
                await(slowOnes.passed() ? window : slowOnes);
            }
        }
    }

    /**
     * Waits until one is connected, if there are any.
     *
     * @throws StartFailure if none was in time, or if none can be without a person
     */
    void awaitConnected(PlatformSet platforms) throws StartFailure, InterruptedException {
        synchronized (changes) {
            while (!platforms.isEmpty() && !platforms.anyConnected()) {
                if (platforms.allHopeless()) {
                    throw new StartFailure(
                            ExitCode.CONFIG,
                            "No platform accepted its credentials: " + complaints(platforms),
                            null);
                }
                if (window.passed()) {
                    throw new StartFailure(
                            ExitCode.TRY_AGAIN,
                            "No platform could be reached within %s: %s"
                                    .formatted(Words.duration(limit), complaints(platforms)),
                            null);
                }
                await(window.orIn(AGAIN)); // that a rejection lasts is no change of state
            }
        }
    }

    private void await(Deadline until) throws InterruptedException {
        stop.check();
        changes.wait(Math.max(1, until.remaining().toMillis()));
    }

    private static String complaints(PlatformSet platforms) {
        return platforms.statuses().stream()
                .map(
                        platform ->
                                platform.name()
                                        + ": "
                                        + platform.error().orElse(platform.state().wireName()))
                .collect(Collectors.joining("; "));
    }
}
