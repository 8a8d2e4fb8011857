package dev.gateway.core.proxy;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The route of a platform's calls: direct or by a proxy. No call bypasses it. */
public sealed interface ProxyPolicy {

    /** The value of the config key for {@link Environment}, the default. */
    String ENVIRONMENT = "environment";

    /** The variables that {@link Environment} reads, in both spellings. */
    List<String> VARIABLES =
            List.of(
                    "https_proxy",
                    "HTTPS_PROXY",
                    "http_proxy",
                    "HTTP_PROXY",
                    "all_proxy",
                    "ALL_PROXY",
                    "no_proxy",
                    "NO_PROXY");

    /** The direct route to the platform. */
    ProxyPolicy DIRECT = new Direct();

    /** Returns the proxy for calls to {@code target}; empty for a direct call. */
    Optional<ProxyServer> proxyFor(URI target);

    /** Returns the value of the config key, without user and password. */
    String word();

    /** Returns this policy for services that may run on this machine, which no proxy can reach. */
    default ProxyPolicy exceptLoopback() {
        return new ExceptLoopback(this);
    }

    /**
     * Reads the value of a {@code proxy} key: {@code environment}, {@code direct} or an address.
     *
     * @param origin the key, for messages
     * @param variables the environment; returns null for a variable that is not set
     * @throws ProxyServer.InvalidProxyException if it is none of them; the message does not repeat
     *     the value
     */
    static ProxyPolicy parse(String text, String origin, Function<String, String> variables)
            throws ProxyServer.InvalidProxyException {
        return switch (text.strip()) {
            case ENVIRONMENT -> Environment.of(variables);
            case "direct" -> DIRECT;
            default -> {
                if (!text.contains("://")) {
                    throw new ProxyServer.InvalidProxyException(
                            "must be environment, direct, http://… or socks5://…");
                }
                yield new Fixed(ProxyServer.parse(text, origin));
            }
        };
    }

    /** Another policy, with direct calls to this machine's loopback addresses. */
    record ExceptLoopback(ProxyPolicy policy) implements ProxyPolicy {

        @Override
        public Optional<ProxyServer> proxyFor(URI target) {
            return NoProxyHosts.isLoopback(String.valueOf(target.getHost()))
                    ? Optional.empty()
                    : policy.proxyFor(target);
        }

        @Override
        public String word() {
            return policy.word();
        }

        @Override
        public ProxyPolicy exceptLoopback() {
            return this;
        }
    }

    /** No proxy, whatever the environment says. */
    record Direct() implements ProxyPolicy {

        @Override
        public Optional<ProxyServer> proxyFor(URI target) {
            return Optional.empty();
        }

        @Override
        public String word() {
            return "direct";
        }

        @Override
        public ProxyPolicy exceptLoopback() {
            return this;
        }
    }

    /** One proxy for every call. */
    record Fixed(ProxyServer server) implements ProxyPolicy {

        @Override
        public Optional<ProxyServer> proxyFor(URI target) {
            return Optional.of(server);
        }

        @Override
        public String word() {
            return server.masked();
        }
    }

    /**
     * The proxies of the usual environment variables.
     *
     * @param plain for http and ws
     * @param secure for https and wss
     * @param except the hosts that are called directly
     */
    record Environment(
            Optional<ProxyServer> plain, Optional<ProxyServer> secure, NoProxyHosts except)
            implements ProxyPolicy {

        /**
         * Reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY; small letters come first.
         *
         * @param variables returns null for those that are not set
         */
        static Environment of(Function<String, String> variables)
                throws ProxyServer.InvalidProxyException {
            return new Environment(
                    server(variables, "HTTP_PROXY"),
                    server(variables, "HTTPS_PROXY"),
                    NoProxyHosts.parse(value(variables, "NO_PROXY").map(Named::value).orElse("")));
        }

        private record Named(String name, String value) {}

        private static Optional<ProxyServer> server(Function<String, String> variables, String name)
                throws ProxyServer.InvalidProxyException {
            Optional<Named> named = value(variables, name).or(() -> value(variables, "ALL_PROXY"));
            if (named.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(ProxyServer.parse(named.get().value(), named.get().name()));
            } catch (ProxyServer.InvalidProxyException e) {
                throw new ProxyServer.InvalidProxyException(
                        "environment variable " + named.get().name() + " " + e.getMessage());
            }
        }

        private static Optional<Named> value(Function<String, String> variables, String name) {
            for (String spelling : new String[] {name.toLowerCase(Locale.ROOT), name}) {
                String value = variables.apply(spelling);
                if (value != null && !value.isBlank()) {
                    return Optional.of(new Named(spelling, value.strip()));
                }
            }
            return Optional.empty();
        }

        /**
         * {@inheritDoc}
         *
         * <p>A proxy elsewhere cannot reach this machine's loopback addresses, so they are called
         * directly unless the proxy is on this machine too.
         */
        @Override
        public Optional<ProxyServer> proxyFor(URI target) {
            String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
            boolean tls = scheme.equals("https") || scheme.equals("wss");
            String host = String.valueOf(target.getHost());
            int port = target.getPort() >= 0 ? target.getPort() : tls ? 443 : 80;
            return (tls ? secure : plain)
                    .filter(
                            proxy ->
                                    !NoProxyHosts.isLoopback(host)
                                            || NoProxyHosts.isLoopback(proxy.host()))
                    .filter(proxy -> !except.contains(host, port));
        }

        @Override
        public String word() {
            return ENVIRONMENT;
        }
    }
}
