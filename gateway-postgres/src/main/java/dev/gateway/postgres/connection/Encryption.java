package dev.gateway.postgres.connection;

import dev.gateway.core.config.journal.DatabaseTls;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.config.journal.PostgresConfig.Server;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/**
 * The encryption of connections: the server's certificate and name are verified. Only where every
 * server is this machine itself it is left out; the driver's own default would fall back to plain
 * text at any server that asks for it.
 */
final class Encryption {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");

    private final DatabaseTls tls;
    private final boolean encrypted;

    private Encryption(DatabaseTls tls, boolean encrypted) {
        this.tls = tls;
        this.encrypted = encrypted;
    }

    static Encryption of(PostgresConfig config) {
        boolean local = config.servers().stream().allMatch(Encryption::isLoopback);
        boolean plain = config.tls().mode() == DatabaseTls.Mode.UNLESS_LOOPBACK && local;
        return new Encryption(config.tls(), !plain);
    }

    /** By the literal address: a name may lead elsewhere at the next look. */
    private static boolean isLoopback(Server server) {
        return LOOPBACK.matcher(server.host().toLowerCase(Locale.ROOT)).matches();
    }

    void addTo(Properties properties) {
        if (!encrypted) {
            PGProperty.SSL_MODE.set(properties, "disable");
            return;
        }
        PGProperty.SSL_MODE.set(properties, "verify-full");
        if (tls.ca().isEmpty() && tls.certificate().isEmpty()) {
            PGProperty.SSL_FACTORY.set(properties, DefaultJavaSSLFactory.class.getName());
        }
        tls.ca().ifPresent(file -> PGProperty.SSL_ROOT_CERT.set(properties, file.toString()));
        tls.certificate().ifPresent(file -> PGProperty.SSL_CERT.set(properties, file.toString()));
        tls.key().ifPresent(file -> PGProperty.SSL_KEY.set(properties, file.toString()));
    }
}
