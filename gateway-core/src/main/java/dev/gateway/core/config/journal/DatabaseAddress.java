package dev.gateway.core.config.journal;

import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.ResolvedValue;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts of an address like {@code postgresql://db1,db2:5432/gateway}. Messages never repeat
 * one: it can hold a password where none belongs.
 *
 * @param servers the servers in their order
 * @param database the name of the database
 */
record DatabaseAddress(List<PostgresConfig.Server> servers, String database) {

    private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");
    private static final String EXAMPLE =
            "write for instance \"postgresql://db1.example,db2.example:5432/gateway\"";
    private static final int MAX_PORT = 65_535;

    /** Returns the address; empty if a problem was reported. */
    static Optional<DatabaseAddress> read(
            YamlEntry entry, ValueReader values, Diagnostics diagnostics) {
        Optional<ResolvedValue> value = values.scalar(entry, "an address", true);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(value.get().text().strip()));
        } catch (InvalidAddressException e) {
            diagnostics.problem(entry, e.getMessage(), e.remedy);
            return Optional.empty();
        }
    }

    private static DatabaseAddress parse(String text) throws InvalidAddressException {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:")) {
            throw new InvalidAddressException("begins with jdbc:", "remove jdbc:");
        }
        Optional<String> scheme = SCHEMES.stream().filter(lower::startsWith).findFirst();
        if (scheme.isEmpty()) {
            throw new InvalidAddressException("must begin with postgresql://", EXAMPLE);
        }
        if (text.indexOf('@') >= 0 || lower.contains("password=") || lower.contains("user=")) {
            throw new InvalidAddressException(
                    "holds a user or password, which logs and process lists would show",
                    "remove it, and write user: NAME and password: \"${file:PATH}\" below journal:");
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            throw new InvalidAddressException(
                    "holds parameters",
                    "remove the ? and what follows it; tls:, schema: and lease: are keys of journal:");
        }
        String rest = text.substring(scheme.get().length());
        int slash = rest.indexOf('/');
        String database = slash < 0 ? "" : rest.substring(slash + 1);
        if (!isDatabaseName(database)) {
            throw new InvalidAddressException(
                    database.isEmpty() ? "names no database" : "names no valid database", EXAMPLE);
        }
        List<PostgresConfig.Server> servers = new ArrayList<>();
        for (String server : rest.substring(0, slash).split(",", -1)) {
            servers.add(server(server));
        }
        return new DatabaseAddress(List.copyOf(servers), database);
    }

    private static boolean isDatabaseName(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c > ' ' && c != 0x7f && "/%\\\"',;".indexOf(c) < 0);
    }

    private static PostgresConfig.Server server(String text) throws InvalidAddressException {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        String host = end < 0 ? text : text.substring(0, end);
        String rest = end < 0 ? "" : text.substring(end);
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        boolean valid = bracketed ? isAddress(host) : isName(host);
        if (!valid || !rest.isEmpty() && !rest.startsWith(":")) {
            throw new InvalidAddressException("names no valid host and port", EXAMPLE);
        }
        return new PostgresConfig.Server(
                bracketed ? host.substring(1, host.length() - 1) : host, port(rest));
    }

    private static int port(String text) throws InvalidAddressException {
        if (text.isEmpty()) {
            return PostgresConfig.DEFAULT_PORT;
        }
        String digits = text.substring(1);
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= 5
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new InvalidAddressException("names no valid host and port", EXAMPLE);
        }
        return port;
    }

    private static boolean isName(String host) {
        return !host.isEmpty()
                && host.chars()
                        .allMatch(
                                c ->
                                        c >= 'a' && c <= 'z'
                                                || c >= 'A' && c <= 'Z'
                                                || c >= '0' && c <= '9'
                                                || "._-".indexOf(c) >= 0);
    }

    private static boolean isAddress(String bracketed) {
        String inside = bracketed.substring(1, bracketed.length() - 1);
        return inside.indexOf(':') >= 0
                && inside.chars()
                        .allMatch(c -> ":.%".indexOf(c) >= 0 || Character.digit(c, 16) >= 0);
    }

    /** Reports an address that is none, without repeating it. */
    private static final class InvalidAddressException extends Exception {

        private static final long serialVersionUID = 1;

        private final String remedy;

        private InvalidAddressException(String message, String remedy) {
            super(message);
            this.remedy = remedy;
        }
    }
}
