package dev.gateway.core.status;

import dev.gateway.core.platform.PlatformState;
import java.time.Instant;
import java.util.Optional;

/**
 * The status of one platform at one moment.
 *
 * @param name the account
 * @param type the kind of platform
 * @param state its state
 * @param since the time of its last change of state
 * @param lastContact its last successful poll or pong
 * @param tokenHolderPid the holder of its token, if the kernel reports it
 * @param error the reason why it is not connected, in one line with the next step
 * @param holder the process that holds the account in a cluster; empty on a single host, or if it
 *     is free
 */
public record PlatformStatus(
        String name,
        String type,
        PlatformState state,
        Instant since,
        Optional<Instant> lastContact,
        Optional<Long> tokenHolderPid,
        Optional<String> error,
        Optional<AccountHolder> holder) {

    /** Creates the status of a platform of a single host. */
    public PlatformStatus(
            String name,
            String type,
            PlatformState state,
            Instant since,
            Optional<Instant> lastContact,
            Optional<Long> tokenHolderPid,
            Optional<String> error) {
        this(name, type, state, since, lastContact, tokenHolderPid, error, Optional.empty());
    }

    /** Returns the same status with the holder of the account in a cluster. */
    public PlatformStatus heldBy(Optional<AccountHolder> process) {
        return new PlatformStatus(
                name, type, state, since, lastContact, tokenHolderPid, error, process);
    }
}
