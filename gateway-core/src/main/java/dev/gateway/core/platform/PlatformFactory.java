package dev.gateway.core.platform;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.Secret;
import dev.gateway.core.config.TypeSchema;

/**
 * Makes adapters of one type. Found by {@link java.util.ServiceLoader}: a jar on the class path
 * adds a platform.
 */
public interface PlatformFactory {

    /** The name in messages to people, for instance {@code Weixin}. */
    String displayName();

    /** The value of {@code type:} and the options that it understands. */
    TypeSchema schema();

    /** What only one process may use at a time: the bot token, or the id of the app. */
    Secret token(PlatformConfig config);

    /**
     * Loads what the first poll will need, without any thread, socket or request that lasts: called
     * by a gateway that stands by, so that it polls at once when its predecessor ends.
     */
    default void warmUp() {}

    /** A new adapter, not connected, without any thread or socket yet. */
    PlatformAdapter create(PlatformConfig config, PlatformContext context);
}
