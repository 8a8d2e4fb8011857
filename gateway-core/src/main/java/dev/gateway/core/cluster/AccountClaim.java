package dev.gateway.core.cluster;

import dev.gateway.core.platform.AccountId;
import java.util.Objects;
import java.util.Optional;

/**
 * An account that a host has in its config, enabled: it can hold it.
 *
 * @param account the identity
 * @param name its name in that config
 * @param preferredHost the host that should hold it, as far as that config says
 * @param settings a digest of its settings there, for comparisons; it shows no secret
 */
public record AccountClaim(
        AccountId account, String name, Optional<String> preferredHost, String settings) {

    /** Creates a claim whose settings are not compared. */
    public AccountClaim(AccountId account, String name, Optional<String> preferredHost) {
        this(account, name, preferredHost, "");
    }

    /** Checks that nothing is missing. */
    public AccountClaim {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(preferredHost, "preferredHost");
    }
}
