package dev.gateway.core.token;

import dev.gateway.core.process.ProcessIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * The present or last holder of a token, as recorded beside its lock. Information for people: only
 * the kernel knows whether the token is held.
 *
 * @param process the process
 * @param platform the type of platform, for instance {@code telegram}
 * @param account the name of the account in that gateway's config
 * @param home the folder of that gateway
 * @param since the time at which it acquired the token
 * @param epoch the number of this holding; higher than that of every earlier holder
 */
public record TokenHolder(
        ProcessIdentity process,
        String platform,
        String account,
        Optional<String> home,
        Optional<Instant> since,
        long epoch) {}
