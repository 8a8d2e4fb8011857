package dev.gateway.postgres.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims whose files are brought to this host before they are handed out. Those whose files cannot
 * be had now stay claimed, and are tried again with the next claim. Thread-safe.
 *
 * @param <T> the type of claims
 */
final class ClaimedFiles<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimedFiles.class);

    private final Fetch<T> fetch;
    private final List<T> waiting = new ArrayList<>();

    ClaimedFiles(Fetch<T> fetch) {
        this.fetch = fetch;
    }

    /** Returns those of the waiting claims whose files are here now. */
    List<T> again(Predicate<T> asked) throws InterruptedException {
        List<T> some;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return List.of();
            }
            some = waiting.stream().filter(asked).toList();
            waiting.removeAll(some);
        }
        return bring(some);
    }

    /** Returns those of new claims whose files are here; the others wait. */
    List<T> bring(List<T> claims) throws InterruptedException {
        List<T> ready = new ArrayList<>();
        int done = 0;
        try {
            for (T claim : claims) {
                try {
                    ready.add(fetch.fetch(claim));
                } catch (IOException e) {
                    LOG.warn("Files of a claimed message cannot be had now: {}", e.getMessage());
                    keep(List.of(claim));
                }
                done++;
            }
        } catch (InterruptedException e) {
            keep(ready);
            keep(claims.subList(done, claims.size()));
            throw e;
        }
        return ready;
    }

    private void keep(List<T> claims) {
        synchronized (waiting) {
            waiting.addAll(claims);
        }
    }

    /** Returns whether claims wait for their files. */
    boolean isWaiting() {
        synchronized (waiting) {
            return !waiting.isEmpty();
        }
    }

    /** Brings the files of a claim to this host. */
    @FunctionalInterface
    interface Fetch<T> {
        T fetch(T claim) throws IOException, InterruptedException;
    }
}
