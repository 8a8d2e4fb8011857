package dev.gateway.core.status;

import dev.gateway.core.platform.PlatformState;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one platform at a moment.
 *
 * @param name the account
 * @param type the kind of platform
 * @param state where it stands
 * @param since since when
 * @param lastContact its last successful poll or pong
 * @param tokenHolderPid who holds its token, if the kernel tells
 * @param error why it is not connected, in one line with the next step
 */
public record PlatformStatus(
        String name,
        String type,
        PlatformState state,
        Instant since,
        Optional<Instant> lastContact,
        Optional<Long> tokenHolderPid,
        Optional<String> error) {}
