package dev.gateway.core.config;

/**
 * What answers the messages.
 *
 * @param type which handler, for instance {@code echo}
 * @param options what it understands
 */
public record HandlerConfig(String type, Options options) {

    /** The handler of a config that names none: it answers each message with its own text. */
    public static HandlerConfig echo() {
        return new HandlerConfig("echo", Options.none());
    }
}
