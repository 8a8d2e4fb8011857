package dev.gateway.core.platform;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes adapters of one type. Found as {@link java.util.ServiceLoader} finds it: a jar in an
 * adapters folder or on the class path adds a platform.
 */
public interface PlatformFactory {

    /** The name in messages to people, for instance {@code Weixin}. */
    String displayName();

    /** The value of {@code type:} and the options that it understands. */
    TypeSchema schema();

    /** What only one process may use at a time: the bot token, or the id of the app. */
    Secret token(PlatformConfig config);

    /** Returns where the platform is called, if that is known without asking. */
    default Optional<URI> address(PlatformConfig config) {
        return config.baseUrl();
    }

    /**
     * Returns what the platform itself calls the account, as far as the settings tell without a
     * call: a bot's id, not its secret, so that it stays the same when the token is renewed. The
     * cursor, the notes and the known messages of an account are kept under it; under another one
     * the account starts anew, and finds its own again when it comes back. Empty if the settings do
     * not tell: then the account is its name in the config.
     */
    default Optional<String> identity(PlatformConfig config) {
        return Optional.empty();
    }

    /**
     * Loads what the first poll will need, without any thread, socket or request that lasts: called
     * by a gateway that stands by, so that it polls at once when its predecessor ends.
     */
    default void warmUp() {}

    /**
     * Asks the platform whether it can be reached and takes the credentials. Receives nothing, so
     * it is safe while a process polls with the same token, whichever process that is. Everything
     * that it opened is closed when it returns.
     *
     * @param within bounds the whole question
     * @return whose credentials they are, as the platform says ({@code @family_bot}); empty if it
     *     was reached but can tell only by polling
     * @throws PlatformException as {@link PlatformAdapter#serve} would throw it
     */
    default Optional<String> check(PlatformConfig config, Duration within)
            throws PlatformException, InterruptedException {
        return Optional.empty();
    }

    /** A new adapter, not connected, without any thread or socket yet. */
    PlatformAdapter create(PlatformConfig config, PlatformContext context);
}
