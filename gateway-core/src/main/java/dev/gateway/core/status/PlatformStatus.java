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
 */
public record PlatformStatus(
        String name,
        String type,
        PlatformState state,
        Instant since,
        Optional<Instant> lastContact,
        Optional<Long> tokenHolderPid,
        Optional<String> error) {}
