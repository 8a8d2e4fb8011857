package dev.gateway.core.platform;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Factory of the adapters of one type, found by {@link java.util.ServiceLoader}: a jar in an
 * adapters folder or on the class path adds a platform.
 */
public interface PlatformFactory {

    /** Returns the name in messages to people, for instance {@code Weixin}. */
    String displayName();

    /** Returns the value of {@code type:} and the options of the type. */
    TypeSchema schema();

    /**
     * Returns the credential that only one process may use at a time: the bot token, or the id of
     * the app.
     */
    Secret token(PlatformConfig config);

    /** Returns the address of the platform, if it is known without a call. */
    default Optional<URI> address(PlatformConfig config) {
        return config.baseUrl();
    }

    /**
     * Returns the platform's own id of the account, as far as the settings contain it: a bot's id,
     * not its secret, so that it stays the same when the token is renewed. The journal keeps
     * everything of an account under this id; under another id the account starts anew, and it
     * finds its data again when the id comes back. Empty if the settings do not contain it: the
     * account's name in the config is used then. Two enabled accounts must not have the same.
     */
    default Optional<String> identity(PlatformConfig config) {
        return Optional.empty();
    }

    /**
     * Returns the platform's documented limits for sending, which the gateway keeps unless the
     * operator sets {@code send_limit: none}.
     */
    default SendLimits sendLimits() {
        return SendLimits.NONE;
    }

    /**
     * Returns whether the platform's quotes name a message by its id alone, so that the gateway has
     * to keep what was said for {@link PlatformContext#said}.
     */
    default boolean quotesByIdAlone() {
        return false;
    }

    /**
     * Returns whether its adapters may be served and disconnected on virtual threads, where Java
     * has them: they wait only for sockets and for locks of {@code java.util.concurrent}. One that
     * computes without an end or blocks in a native method or in {@code synchronized} would stop
     * the others, so by default each adapter has a thread of the system.
     */
    default boolean suitsVirtualThreads() {
        return false;
    }

    /**
     * Loads the resources of the first poll, without any lasting thread, socket or request. Called
     * by a standby gateway, so that it polls at once when its predecessor ends.
     */
    default void warmUp() {}

    /**
     * Checks that the platform can be reached and accepts the credentials. Receives nothing, so it
     * is safe while any process polls with the same token. Leaves nothing open.
     *
     * @param within the limit of the whole check
     * @return the account's name on the platform ({@code @family_bot}); empty if the platform was
     *     reached but reveals the name only to a poll
     * @throws PlatformException as {@link PlatformAdapter#serve} throws it
     */
    default Optional<String> check(PlatformConfig config, Duration within)
            throws PlatformException, InterruptedException {
        return Optional.empty();
    }

    /** Creates an adapter that is not connected and has neither thread nor socket yet. */
    PlatformAdapter create(PlatformConfig config, PlatformContext context);
}
