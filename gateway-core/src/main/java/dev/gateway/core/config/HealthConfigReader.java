package dev.gateway.core.config;

import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.MessageRedactor;
import dev.gateway.core.yaml.ResolvedValue;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reader of {@code gateway.health}. The endpoint shows the gateway's activity to every client that
 * can reach it, so an address other than loopback needs {@code allow_remote}. Never resolves a
 * name: the lookup could wait for a network that is down.
 */
final class HealthConfigReader {

    static final String LISTEN = "listen";
    static final String ALLOW_REMOTE = "allow_remote";

    private static final String EXAMPLE = "write for instance \"127.0.0.1:9464\"";

    private final ValueReader values;
    private final Diagnostics diagnostics;

    HealthConfigReader(ValueReader values, Diagnostics diagnostics) {
        this.values = values;
        this.diagnostics = diagnostics;
    }

    /** Returns the address to listen on; empty if none is configured or a problem was reported. */
    Optional<InetSocketAddress> read(YamlMapping health) {
        if (health.entries().isEmpty()) {
            return Optional.empty();
        }
        health.reportUnknown(List.of(LISTEN, ALLOW_REMOTE), Map.of());
        boolean remote =
                health.entry(ALLOW_REMOTE).flatMap(flag -> values.flag(flag, true)).orElse(false);
        Optional<YamlEntry> entry = health.entry(LISTEN);
        if (entry.isEmpty()) {
            health.missing(LISTEN, "missing", EXAMPLE + ", or remove health");
            return Optional.empty();
        }
        Optional<InetSocketAddress> address =
                values.scalar(entry.get(), "host:port", true)
                        .flatMap(text -> address(entry.get(), text));
        if (address.isPresent() && !remote && !isLoopback(address.get())) {
            diagnostics.problem(
                    entry.get(),
                    "would let other machines see the state of the gateway",
                    "listen on 127.0.0.1, or add allow_remote: true");
        }
        return address;
    }

    private Optional<InetSocketAddress> address(YamlEntry entry, ResolvedValue value) {
        String text = value.text();
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        int port = port(text.substring(colon + 1));
        Optional<InetSocketAddress> address =
                bracketed == host.contains(":") ? bind(host, port) : Optional.empty();
        if (address.isEmpty()) {
            diagnostics.problem(entry, "is not host:port", EXAMPLE);
        }
        return address;
    }

    private static int port(String text) {
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 5
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    private static Optional<InetSocketAddress> bind(String host, int port) {
        if (port < 0 || port > 65_535) {
            return Optional.empty();
        }
        if (host.equalsIgnoreCase("localhost")) {
            return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        if (isAddress(host)) {
            try {
                return Optional.of(new InetSocketAddress(InetAddress.getByName(host), port));
            } catch (UnknownHostException e) {
                return Optional.empty();
            }
        }
        boolean name =
                !host.isEmpty()
                        && Character.isLetter(host.charAt(0))
                        && MessageRedactor.isName(host.replace('.', '-'));
        return name
                ? Optional.of(InetSocketAddress.createUnresolved(host, port))
                : Optional.empty();
    }

    /** Returns whether {@code host} is a numeric address, so that parsing it needs no lookup. */
    private static boolean isAddress(String host) {
        if (host.contains(":")) {
            return host.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
        }
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            int number = port(part);
            if (number < 0 || number > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLoopback(InetSocketAddress address) {
        return !address.isUnresolved() && address.getAddress().isLoopbackAddress();
    }
}
