package dev.gateway.core.token;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Locks that admit one poller per token among all gateways of this user on the machine.
 * Thread-safe.
 */
public interface TokenLocks {

    /**
     * Acquires a token, waiting up to {@code limit}.
     *
     * @param key the key of the token
     * @param account its account, shown to other processes
     * @param limit the maximum wait
     * @param onLost called once, on another thread, if the lease ends before it is closed
     * @return the lease, or empty if the token was not free in time
     * @throws IOException if the lock's file cannot be created or opened
     * @throws InterruptedException if interrupted; the token is then not held
     */
    Optional<TokenLease> acquire(TokenKey key, String account, Duration limit, Runnable onLost)
            throws IOException, InterruptedException;

    /**
     * Returns the present holder of a token, or the reason why it is unknown; empty if the token is
     * free.
     */
    Optional<Holding> holder(TokenKey key);

    /**
     * Returns those of the keys that another process waits for, as far as it can be told cheaply;
     * the caller holds them all. Meant for several times a second.
     */
    default Set<TokenKey> awaited(Collection<TokenKey> keys) {
        return Set.of();
    }

    /**
     * Returns every token that is held now or may be held. Changes nothing.
     *
     * @throws IOException if the folder of the locks cannot be read
     */
    List<Holding> held() throws IOException;

    /**
     * Returns whether the holder is another process of this gateway's own home: an old one, which
     * is about to let the token go.
     */
    default boolean isOfThisHome(Holding holding) {
        return false;
    }

    /**
     * Gives up what an {@link #acquire} has got that did not get all. Idempotent, never throws; to
     * be called when the token is not wanted any more.
     */
    default void giveUp(TokenKey key) {}

    /**
     * Returns the reason why a token cannot be had now although no process of this machine need
     * hold it, in a few words; empty if there is none.
     */
    default Optional<String> obstacle(TokenKey key) {
        return Optional.empty();
    }

    /**
     * Returns whether the store that decides on it besides the kernel answers, as far as is known;
     * true if there is none.
     */
    default boolean isReachable() {
        return true;
    }

    /** Returns whether other hosts decide on it too, so that it can be lost at any time. */
    default boolean isShared() {
        return false;
    }

    /** Loads the classes of the first lock; changes nothing. */
    default void preload() {}

    /**
     * A token that is held or may be held.
     *
     * @param key the key of the token
     * @param pid the holder according to the kernel or a credible record; empty if unknown
     * @param record the record beside the lock, if it describes that process
     * @param unknown the reason why the state is unknown; empty if the token is held
     */
    record Holding(
            TokenKey key,
            Optional<Long> pid,
            Optional<TokenHolder> record,
            Optional<String> unknown) {

        /** Creates a holding of a token that is certainly held. */
        public Holding(TokenKey key, Optional<Long> pid, Optional<TokenHolder> record) {
            this(key, pid, record, Optional.empty());
        }

        /** Returns {@code PID 4711} or {@code unknown PID}, for messages. */
        public String pidText() {
            return pid.map(number -> "PID " + number).orElse("unknown PID");
        }
    }
}
