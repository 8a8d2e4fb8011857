package dev.gateway.core.proxy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The hosts of NO_PROXY, as curl reads them: {@code *} is all; a name is itself and every name
 * below it, with or without a dot before it; an address is itself, and with {@code /bits} its
 * network; a port behind a host limits it to that port. No name is looked up.
 */
record NoProxyHosts(List<String> entries) {

    static NoProxyHosts parse(String text) {
        return new NoProxyHosts(
                Arrays.stream(text.split("[,\\s]+"))
                        .map(entry -> entry.toLowerCase(Locale.ROOT))
                        .filter(entry -> !entry.isEmpty())
                        .toList());
    }

    boolean contains(String givenHost, int port) {
        String host = plain(givenHost);
        return entries.stream().anyMatch(entry -> matches(entry, host, port));
    }

    private static boolean matches(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        String name = entry;
        boolean oneColon = name.indexOf(':') == name.lastIndexOf(':');
        int colon =
                name.startsWith("[") ? name.indexOf("]:") + 1 : oneColon ? name.indexOf(':') : 0;
        if (colon > 0) {
            if (!name.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            name = name.substring(0, colon);
        }
        Optional<byte[]> address = address(host);
        if (address.isPresent()) {
            return inNetwork(plain(name), address.get());
        }
        String suffix = plain(name).replaceFirst("^\\*?\\.", "");
        return host.equals(suffix) || host.endsWith("." + suffix);
    }

    private static boolean inNetwork(String network, byte[] address) {
        String[] parts = network.split("/", 2);
        Optional<byte[]> base = address(plain(parts[0]));
        if (base.isEmpty() || base.get().length != address.length) {
            return false;
        }
        int whole = address.length * 8;
        int bits = whole;
        if (parts.length == 2) {
            if (!parts[1].matches("\\d{1,3}") || Integer.parseInt(parts[1]) > whole) {
                return false;
            }
            bits = Integer.parseInt(parts[1]);
        }
        BigInteger different = new BigInteger(1, base.get()).xor(new BigInteger(1, address));
        return different.shiftRight(whole - bits).signum() == 0;
    }

    static boolean isLoopback(String givenHost) {
        String host = plain(givenHost);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || address(host).filter(NoProxyHosts::isLoopback).isPresent();
    }

    private static boolean isLoopback(byte[] address) {
        try {
            return InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The bytes of a literal address; empty for a name, which is not looked up. */
    private static Optional<byte[]> address(String host) {
        boolean literal =
                host.matches("[0-9a-f:.]*:[0-9a-f:.]*(%.*)?")
                        || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        try {
            return literal
                    ? Optional.of(InetAddress.getByName(host).getAddress())
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String plain(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
