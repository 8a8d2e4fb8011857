package dev.gateway.postgres.journal;

import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.token.TokenLease;
import dev.gateway.postgres.intake.AdoptTask;
import dev.gateway.postgres.intake.AdoptTask.Adoption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The adoption of an account by the writer of it, whose result may come after the platform has
 * begun to poll. Thread-safe.
 */
final class PendingAdoption {

    private final Writers writers;
    private final TokenLease lease;
    private final AccountBinding binding;
    private volatile AdoptTask task;

    PendingAdoption(Writers writers, TokenLease lease, AccountBinding binding) {
        this.writers = writers;
        this.lease = lease;
        this.binding = binding;
    }

    /** Begins, without a wait for the database. What fails is done again by {@link #get}. */
    void begin() {
        try {
            submitted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adopts, even if the caller is interrupted meanwhile; returns the cursor.
     *
     * @throws UncheckedIOException of an {@link AccountTakenException} if another process holds it
     */
    Optional<String> await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return submitted()
                            .await()
                            .orElseThrow(
                                    () -> new UncheckedIOException(new AccountTakenException()))
                            .cursor();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Returns the adoption, waiting for it; none if another process holds the account.
     *
     * @throws IOException if it failed; the next call tries again
     */
    Adoption get() throws IOException, InterruptedException {
        return submitted().await().orElse(Adoption.NONE);
    }

    /**
     * Returns the number of the holding without a wait, that of the lease as long as the adoption
     * goes on; empty if another process holds the account.
     */
    Optional<Long> epoch() {
        AdoptTask last = task;
        if (last == null || !last.result().isDone() || last.result().isCompletedExceptionally()) {
            return Optional.of(lease.epoch());
        }
        return last.result().join().map(Adoption::epoch);
    }

    private synchronized AdoptTask submitted() throws IOException, InterruptedException {
        if (task == null || task.result().isCompletedExceptionally()) {
            var next = new AdoptTask(lease, binding);
            writers.of(binding.account().value()).submit(next);
            task = next;
        }
        return task;
    }
}
