package dev.gateway.core.config.journal;

import dev.gateway.core.yaml.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The PostgreSQL database that keeps the journal of several hosts.
 *
 * @param servers the servers, of which the one that is primary is used
 * @param database the name of the database
 * @param user the role
 * @param password its password; empty for a client certificate or a trusting server
 * @param tls the encryption
 * @param schema the schema that holds the tables
 * @param lease the time without a beat after which a host counts as dead
 * @param attachments the folder, shared by all hosts, that keeps attachments; empty for the
 *     database
 */
public record PostgresConfig(
        List<Server> servers,
        String database,
        String user,
        Optional<Secret> password,
        DatabaseTls tls,
        String schema,
        Duration lease,
        Optional<Path> attachments) {

    /** The default schema, and the default name of the role. */
    public static final String DEFAULT_NAME = "gateway";

    /** The default lease. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(8);

    /** The port of a server whose address names none. */
    public static final int DEFAULT_PORT = 5432;

    /**
     * The address of a server.
     *
     * @param host a name or an address, without brackets
     * @param port its port
     */
    public record Server(String host, int port) {

        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /** Copies the list and checks that a server is named. */
    public PostgresConfig {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no server");
        }
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(lease, "lease");
    }

    /** Returns the address for messages: without user and password. */
    public String address() {
        return "postgresql://"
                + String.join(",", servers.stream().map(Server::toString).toList())
                + "/"
                + database;
    }

    /** Returns the address and the schema: no message reveals the password. */
    @Override
    public String toString() {
        return address() + " schema " + schema;
    }
}
