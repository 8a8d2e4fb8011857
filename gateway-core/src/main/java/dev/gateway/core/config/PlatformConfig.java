package dev.gateway.core.config;

import dev.gateway.core.proxy.ProxyPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * One entry below {@code platforms:}.
 *
 * @param name the operator's name of the account, for instance {@code family}
 * @param type which adapter serves it, for instance {@code telegram}
 * @param enabled false keeps the entry but does not connect it
 * @param baseUrl replaces the platform's public address
 * @param disconnectTimeout how long its disconnect may take before it is abandoned
 * @param contactTimeout for how long it counts as connected after its last successful poll or pong
 * @param options what its adapter understands beside these
 * @param proxy which way its calls take
 */
public record PlatformConfig(
        String name,
        String type,
        boolean enabled,
        Optional<URI> baseUrl,
        Duration disconnectTimeout,
        Duration contactTimeout,
        Options options,
        ProxyPolicy proxy) {

    /** An account that is called directly. */
    public PlatformConfig(
            String name,
            String type,
            boolean enabled,
            Optional<URI> baseUrl,
            Duration disconnectTimeout,
            Duration contactTimeout,
            Options options) {
        this(
                name,
                type,
                enabled,
                baseUrl,
                disconnectTimeout,
                contactTimeout,
                options,
                ProxyPolicy.DIRECT);
    }

    /** Returns the same account with another time to disconnect. */
    public PlatformConfig withDisconnectTimeout(Duration timeout) {
        return new PlatformConfig(
                name, type, enabled, baseUrl, timeout, contactTimeout, options, proxy);
    }

    /** The name and type alone: an address can hold what nobody must see. */
    @Override
    public String toString() {
        return name + " (" + type + (enabled ? ")" : ", disabled)");
    }
}
