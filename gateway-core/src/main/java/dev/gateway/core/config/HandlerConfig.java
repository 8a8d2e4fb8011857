package dev.gateway.core.config;

/**
 * The handler of the messages and its options.
 *
 * @param type the handler's type, for instance {@code echo}
 * @param options the options of that type
 */
public record HandlerConfig(String type, Options options) {

    /**
     * Returns the handler of a config that names none: it answers each message with its own text.
     */
    public static HandlerConfig echo() {
        return new HandlerConfig("echo", Options.none());
    }
}
