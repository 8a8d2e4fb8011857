package dev.gateway.it.cluster;

import dev.gateway.sim.postgres.PostgresServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test the one PostgreSQL of this test JVM, running, and the name of a schema that no
 * other test has.
 */
final class DatabaseOfTheTestJvm implements BeforeEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(DatabaseOfTheTestJvm.class);

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Server server =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(Server.class, key -> Server.launch(), Server.class);
        if (!server.postgres.isRunning()) {
            server.postgres.start();
        }
        ((ClusterFixture) context.getRequiredTestInstance())
                .use(server.postgres, "test_" + server.schemas.incrementAndGet());
    }

    /** The server and the number of schemas; the store closes it at the end of the JVM. */
    private record Server(PostgresServer postgres, AtomicInteger schemas) implements AutoCloseable {

        static Server launch() {
            try {
                return new Server(PostgresServer.launch(), new AtomicInteger());
            } catch (Exception e) {
                throw new IllegalStateException("no PostgreSQL for the tests", e);
            }
        }

        @Override
        public void close() {
            postgres.close();
        }
    }
}
