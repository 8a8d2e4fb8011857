package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gateway.core.config.journal.DatabaseTls;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts whose database does not answer. */
class JournalOpeningTest {

    private static final String ADDRESS = "postgresql://db.example:5432/gateway";
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir Path folder;

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aStartSaysWhereItConnectsGivesUpAfterAWhileAndIsToBeTriedAgain() {
        try (var log = new LogRecorder(JournalOpening.class)) {
            StartupException end =
                    refusal(
                            DatabaseEngine.failing(
                                    new JournalException(
                                            JournalException.Kind.PASSING, "It is away.", null)),
                            Duration.ZERO);

            assertThat(end.code()).isEqualTo(ExitCode.TRY_AGAIN);
            assertThat(end).hasMessageContaining("It is away.");
            assertThat(asked).as("an old process may keep it from answering").hasValue(3);
            assertThat(log.lines())
                    .containsExactly(
                            "INFO Opening the journal in " + ADDRESS + ".",
                            "WARN It is away. Waiting for it.",
                            "WARN It is away. Waiting for it.");
        }
    }

    @Test
    void aStopMeanwhileIsNoFailure() {
        GatewaySetup setup = new GatewayFixture(folder).setup();
        var interrupted = new IOException("interrupted while the journal was opened");

        assertThatThrownBy(
                        () ->
                                open(
                                        setup,
                                        new DatabaseEngine(
                                                interrupted, () -> setup.stop().request("SIGTERM")),
                                        LONG))
                .isNotInstanceOf(StartupException.class)
                .isNotSameAs(interrupted);
    }

    @Test
    void anotherFailureOfTheDatabaseNamesIt() {
        StartupException end =
                refusal(DatabaseEngine.failing(new IOException("a step failed")), LONG);

        assertThat(end.code()).isEqualTo(ExitCode.TRY_AGAIN);
        assertThat(end).hasMessage("Cannot use " + ADDRESS + ": a step failed");
    }

    private StartupException refusal(JournalEngine engine, Duration patience) {
        return catchThrowableOfType(
                StartupException.class,
                () -> open(new GatewayFixture(folder).setup(), engine, patience));
    }

    private Journal open(GatewaySetup setup, JournalEngine engine, Duration patience)
            throws Exception {
        var database =
                new PostgresConfig(
                        List.of(new PostgresConfig.Server("db.example", 5432)),
                        "gateway",
                        "gateway",
                        Optional.empty(),
                        DatabaseTls.DEFAULT,
                        "gateway",
                        Duration.ofSeconds(8),
                        Optional.empty());
        var location =
                new JournalLocation(
                        setup.home(), JournalConfig.in(database), HostConfig.named("one"));
        return JournalOpening.open(
                setup,
                location,
                engine,
                SessionLiveness.alone(),
                () -> asked.incrementAndGet() < 3,
                patience);
    }

    /** Journals in a database that cannot be opened. */
    private record DatabaseEngine(IOException failure, Runnable meanwhile)
            implements JournalEngine {

        static DatabaseEngine failing(IOException failure) {
            return new DatabaseEngine(failure, () -> {});
        }

        @Override
        public String name() {
            return "postgres";
        }

        @Override
        public Journal open(
                JournalLocation location,
                JournalSettings settings,
                Clock clock,
                EventStream events,
                SessionLiveness sessions,
                BooleanSupplier hadOne)
                throws IOException {
            meanwhile.run();
            throw failure;
        }

        @Override
        public Optional<JournalAdmin> admin(JournalLocation location, Clock clock) {
            return Optional.empty();
        }

        @Override
        public Optional<JournalAdmin> readOnlyAdmin(JournalLocation location, Clock clock) {
            return Optional.empty();
        }

        @Override
        public void preload() {}
    }
}
