package dev.gateway.core.config;

import dev.gateway.core.proxy.ProxyPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * One account below {@code platforms:}.
 *
 * @param name the operator's name of the account, for instance {@code family}
 * @param type the type of its adapter, for instance {@code telegram}
 * @param enabled false for an account that is kept but not connected
 * @param baseUrl replaces the platform's public address
 * @param disconnectTimeout the time after which its disconnect is abandoned
 * @param contactTimeout the time for which it counts as connected after its last successful poll or
 *     pong
 * @param options the options of its type
 * @param proxy the proxy of its calls
 * @param access the rules for who may talk to it
 * @param format the format of answers that name none
 * @param sendLimited whether the gateway keeps to the platform's limits before the platform refuses
 * @param intake the rules for its messages on their way to the handler
 * @param preferredHost the host that should have it, among those that share the journal
 */
public record PlatformConfig(
        String name,
        String type,
        boolean enabled,
        Optional<URI> baseUrl,
        Duration disconnectTimeout,
        Duration contactTimeout,
        Options options,
        ProxyPolicy proxy,
        AccessPolicy access,
        TextFormat format,
        boolean sendLimited,
        IntakePolicy intake,
        Optional<String> preferredHost) {

    /** Creates an account without a proxy and limits, open to all senders, in plain text. */
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
                ProxyPolicy.DIRECT,
                AccessPolicy.OPEN,
                TextFormat.PLAIN,
                false,
                IntakePolicy.NONE,
                Optional.empty());
    }

    /** Returns the same account with another disconnect timeout. */
    public PlatformConfig withDisconnectTimeout(Duration timeout) {
        return new PlatformConfig(
                name,
                type,
                enabled,
                baseUrl,
                timeout,
                contactTimeout,
                options,
                proxy,
                access,
                format,
                sendLimited,
                intake,
                preferredHost);
    }

    /** Returns the same account for another type of adapter. */
    public PlatformConfig withType(String other, Options its) {
        return new PlatformConfig(
                name,
                other,
                enabled,
                baseUrl,
                disconnectTimeout,
                contactTimeout,
                its,
                proxy,
                access,
                format,
                sendLimited,
                intake,
                preferredHost);
    }

    /** Returns the same account with other rules for who may talk to it. */
    public PlatformConfig withAccess(AccessPolicy rules) {
        return new PlatformConfig(
                name,
                type,
                enabled,
                baseUrl,
                disconnectTimeout,
                contactTimeout,
                options,
                proxy,
                rules,
                format,
                sendLimited,
                intake,
                preferredHost);
    }

    /** Returns the same account with another preferred host. */
    public PlatformConfig withPreferredHost(Optional<String> host) {
        return new PlatformConfig(
                name,
                type,
                enabled,
                baseUrl,
                disconnectTimeout,
                contactTimeout,
                options,
                proxy,
                access,
                format,
                sendLimited,
                intake,
                host);
    }

    /** Returns the name and type alone: an address can hold a secret. */
    @Override
    public String toString() {
        return name + " (" + type + (enabled ? ")" : ", disabled)");
    }
}
