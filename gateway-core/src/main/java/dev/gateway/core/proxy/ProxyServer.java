package dev.gateway.core.proxy;

import dev.gateway.core.yaml.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy server. Its text form shows neither user nor password.
 *
 * @param kind the protocol of the proxy
 * @param host its name or address, IPv6 without brackets
 * @param port its port
 * @param user the user; empty if the proxy asks for none
 * @param password the password of {@code user}
 * @param origin the config key or environment variable that names it
 */
public record ProxyServer(
        Kind kind, String host, int port, Optional<Secret> user, Secret password, String origin) {

    /** The protocol of a proxy. */
    public enum Kind {
        /** HTTP: CONNECT, or requests that it passes on. */
        HTTP("http", 8080),
        /** SOCKS version 5; the proxy resolves host names. */
        SOCKS5("socks5", 1080);

        private final String scheme;
        private final int port;

        Kind(String scheme, int port) {
            this.scheme = scheme;
            this.port = port;
        }
    }

    /** A text that names no proxy. The message says why and does not repeat the text. */
    public static final class InvalidProxyException extends Exception {
        InvalidProxyException(String message) {
            super(message);
        }
    }

    /**
     * Reads {@code http://user:password@host:port}, {@code socks5://…}, or a bare {@code
     * host:port}, as the usual environment variables may have it.
     *
     * @param origin the config key or environment variable that it comes from
     */
    public static ProxyServer parse(String text, String origin) throws InvalidProxyException {
        String whole = text.strip();
        URI uri;
        try {
            uri = new URI(whole.contains("://") ? whole : "http://" + whole);
        } catch (URISyntaxException e) {
            throw new InvalidProxyException("is not a valid proxy address");
        }
        Kind kind = kind(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT));
        if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
            throw new InvalidProxyException("names no valid proxy host and port");
        }
        boolean more =
                !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                        || uri.getRawQuery() != null
                        || uri.getRawFragment() != null;
        if (more) {
            throw new InvalidProxyException("holds more than a proxy's host and port");
        }
        String host = uri.getHost().replaceAll("^\\[|]$", "");
        String[] login =
                uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
        Optional<Secret> user =
                login.length == 0 ? Optional.empty() : Optional.of(Secret.of(decoded(login[0])));
        Secret password = Secret.of(login.length < 2 ? "" : decoded(login[1]));
        for (Secret part : new Secret[] {user.orElse(Secret.of("")), password}) {
            int bytes = part.reveal().getBytes(StandardCharsets.UTF_8).length;
            if (part.reveal().chars().anyMatch(Character::isISOControl) || bytes > 255) {
                throw new InvalidProxyException("has a user or password that cannot be sent");
            }
        }
        return new ProxyServer(
                kind, host, uri.getPort() < 0 ? kind.port : uri.getPort(), user, password, origin);
    }

    private static Kind kind(String scheme) throws InvalidProxyException {
        return switch (scheme) {
            case "http" -> Kind.HTTP;
            case "socks5", "socks5h", "socks" -> Kind.SOCKS5;
            default -> throw new InvalidProxyException("must begin with http:// or socks5://");
        };
    }

    private static String decoded(String text) throws InvalidProxyException {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidProxyException("is not a valid proxy address");
        }
    }

    /** Returns the value of the header that gives an HTTP proxy user and password; a secret. */
    public Optional<String> authorization() {
        return user.map(name -> name.reveal() + ":" + password.reveal())
                .map(login -> login.getBytes(StandardCharsets.UTF_8))
                .map(login -> "Basic " + Base64.getEncoder().encodeToString(login));
    }

    /** Returns its address without user and password. */
    public String address() {
        return kind.scheme + "://" + hostAndPort();
    }

    /** Returns its address, with a mask where it has a user and password. */
    String masked() {
        return user.isEmpty() ? address() : kind.scheme + "://" + user.get() + "@" + hostAndPort();
    }

    private String hostAndPort() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Returns the address and its origin, without user and password. */
    @Override
    public String toString() {
        return address() + " (" + origin + ")";
    }
}
