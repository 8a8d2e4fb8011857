package dev.gateway.postgres.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.postgres.TestDatabase;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A host that starts while its database refuses every connection. */
class JoinWithoutDatabaseTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void aHostSaysOnceThatItWaitsAndForWhat() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        PostgresConfig config = TestDatabase.config(port, "gateway", "postgres");
        var log = (Logger) LoggerFactory.getLogger(PostgresMembership.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.DEBUG);
        var joining = new Thread(() -> join(config), "joining");
        joining.start();
        try {
            // It has tried for a second time, which says nothing new to an operator.
            await().atMost(LIMIT).until(() -> count(lines, Level.DEBUG) > 1);
        } finally {
            joining.interrupt();
            joining.join(LIMIT.toMillis());
            log.setLevel(null);
            log.detachAppender(lines);
        }

        assertThat(joining.isAlive()).isFalse();
        assertThat(lines.list.stream().filter(each -> each.getLevel() == Level.INFO))
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("127.0.0.1:" + port)
                .endsWith("Waiting for it.");
    }

    private void join(PostgresConfig config) {
        try (TestHost host = new TestHost("one", config, folder)) {
            throw new AssertionError("registered without a database: " + host.session);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(ListAppender<ILoggingEvent> lines, Level level) {
        synchronized (lines) { // As an appender does while it adds a line.
            return lines.list.stream().filter(each -> each.getLevel() == level).count();
        }
    }
}
