package dev.gateway.core.lifecycle;

import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.NewerJournalException;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The opening of a home's journal by a start, which waits while another process has it locked. */
final class JournalOpening {

    private static final Logger LOG = LoggerFactory.getLogger(JournalOpening.class);

    /** The time that a start waits for another process that has the journal locked. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private JournalOpening() {}

    /**
     * Opens the journal.
     *
     * @param isBeside tells whether an old process of this home lasts, which ends in bounded time
     *     and may have the journal locked until then, for instance because it was stopped
     */
    static Journal open(GatewaySetup setup, HomeOwnership entry, BooleanSupplier isBeside)
            throws StartupException, InterruptedException {
        var location =
                new JournalLocation(setup.home(), setup.config().journal(), setup.config().host());
        return open(
                setup,
                location,
                location.engine(),
                new HomeSession(entry.session(), entry.sessions()),
                isBeside,
                PATIENCE);
    }

    static Journal open(
            GatewaySetup setup,
            JournalLocation location,
            JournalEngine engine,
            SessionLiveness sessions,
            BooleanSupplier isBeside,
            Duration patience)
            throws StartupException, InterruptedException {
        Optional<String> database = location.config().postgres().map(PostgresConfig::address);
        // It may take its time to answer, and a silent start looks like one that hangs.
        database.ifPresent(address -> LOG.info("Opening the journal in {}.", address));
        Deadline deadline = Deadline.after(patience);
        while (true) {
            try {
                return engine.open(
                        location,
                        JournalSettings.defaults(),
                        setup.machine().clock(),
                        setup.events(),
                        sessions,
                        () -> LostJournalCheck.isIn(setup.home().events()));
            } catch (NewerJournalException e) {
                throw new StartupException(ExitCode.CONFIG, e.getMessage(), e);
            } catch (JournalException e) {
                boolean passing = e.kind() == JournalException.Kind.PASSING;
                if (!passing || deadline.isExpired() && !isBeside.getAsBoolean()) {
                    throw StartupException.of(e);
                }
                LOG.warn("{} Waiting for it.", e.getMessage());
            } catch (IOException e) {
                setup.stop().check(); // One that a stop has interrupted has not failed.
                if (database.isPresent()) {
                    throw new StartupException(
                            ExitCode.TRY_AGAIN,
                            "Cannot use %s: %s".formatted(database.get(), e.getMessage()),
                            e);
                }
                throw StartupException.of(e, setup.home().journal());
            }
            setup.stop().check();
        }
    }
}
