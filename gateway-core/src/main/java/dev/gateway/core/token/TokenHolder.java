package dev.gateway.core.token;

import dev.gateway.core.process.ProcessIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds, or last held, a token, as the record beside its lock says. A label for people: whether
 * the token is taken is asked of the kernel.
 *
 * @param process the process
 * @param platform the type of platform, for instance {@code telegram}
 * @param account the name of the account in that gateway's config
 * @param home the folder of that gateway
 * @param since when it took the token
 * @param epoch counts the holders of this token; each one's is higher than the one before
 */
public record TokenHolder(
        ProcessIdentity process,
        String platform,
        String account,
        Optional<String> home,
        Optional<Instant> since,
        long epoch) {}
