package dev.gateway.core.config;

import dev.gateway.core.proxy.ProxyPolicy;

/**
 * The handler of the messages and its options.
 *
 * @param type the handler's type, for instance {@code echo}
 * @param options the options of that type
 * @param proxy the route of its calls; direct for a handler that makes none
 */
public record HandlerConfig(String type, Options options, ProxyPolicy proxy) {

    /** Creates a handler without a proxy. */
    public HandlerConfig(String type, Options options) {
        this(type, options, ProxyPolicy.DIRECT);
    }

    /**
     * Returns the handler of a config that names none: it answers each message with its own text.
     */
    public static HandlerConfig echo() {
        return new HandlerConfig("echo", Options.none());
    }
}
