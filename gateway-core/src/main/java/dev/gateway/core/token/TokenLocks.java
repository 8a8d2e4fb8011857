package dev.gateway.core.token;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One poller per token, among all gateways of this machine user. Thread-safe. */
public interface TokenLocks {

    /**
     * Waits for a token.
     *
     * @param key which one
     * @param account the account it is for, to be shown to others
     * @param limit how long to wait at most
     * @param onLost called once, on another thread, if the lease ends before it is closed
     * @return the lease, or empty if the token was not free in time
     * @throws IOException if the lock's file cannot be made or opened
     * @throws InterruptedException if interrupted; the token is then not held
     */
    Optional<TokenLease> acquire(TokenKey key, String account, Duration limit, Runnable onLost)
            throws IOException, InterruptedException;

    /** Who holds a token just now, or why that cannot be told; empty if it is free. */
    Optional<Holding> holder(TokenKey key);

    /**
     * Every token that is held just now, or of which that cannot be told. Changes nothing.
     *
     * @throws IOException if the folder of the locks cannot be read
     */
    List<Holding> held() throws IOException;

    /** Loads what the first lock will need; changes nothing. */
    default void preload() {}

    /**
     * A token that is held.
     *
     * @param key which one
     * @param pid the holder as the kernel says, or as a believable record does; empty if unknown
     * @param record what is written beside the lock, if it is about that process
     * @param unknown why it cannot be told whether the token is held; empty if it is held
     */
    record Holding(
            TokenKey key,
            Optional<Long> pid,
            Optional<TokenHolder> record,
            Optional<String> unknown) {

        /** A token that is certainly held. */
        public Holding(TokenKey key, Optional<Long> pid, Optional<TokenHolder> record) {
            this(key, pid, record, Optional.empty());
        }

        /** For messages: {@code PID 4711} or {@code unknown PID}. */
        public String pidText() {
            return pid.map(number -> "PID " + number).orElse("unknown PID");
        }
    }
}
