package dev.gateway.postgres.transfer;

import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.engine.JournalSource;
import dev.gateway.core.journal.engine.JournalTarget;
import dev.gateway.core.journal.engine.JournalTransfer;
import dev.gateway.postgres.attachment.AttachmentStore;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.schema.ClusterGuard;
import dev.gateway.postgres.spool.Spool;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** The copy of the journal in a database. */
public final class PostgresTransfer implements JournalTransfer {

    /** Creates it for {@link java.util.ServiceLoader}. */
    public PostgresTransfer() {}

    @Override
    public String name() {
        return JournalConfig.POSTGRES;
    }

    @Override
    public Optional<JournalSource> source(JournalLocation location, Consumer<String> notice)
            throws IOException, InterruptedException {
        GatewayHome home = location.home();
        int waiting = Spool.waiting(home);
        if (waiting > 0) {
            throw new IOException(
                    ("%d batches of messages in %s are not in the database yet; start the gateway"
                                    + " once on the database and stop it, then copy.")
                            .formatted(waiting, Spool.folder(home)));
        }
        Database database = database(location);
        Optional<ExclusiveUse> use = ExclusiveUse.ofExisting(database, notice);
        return use.map(
                exclusive -> new PostgresSource(exclusive, new CopiedFiles(home, files(location))));
    }

    @Override
    public JournalTarget target(JournalLocation location, Clock clock, Consumer<String> notice)
            throws IOException, InterruptedException {
        ExclusiveUse use = ExclusiveUse.of(database(location), notice);
        return new PostgresTarget(use, new CopiedFiles(location.home(), files(location)));
    }

    private static AttachmentStore files(JournalLocation location) {
        return AttachmentStore.of(
                database(location),
                location.home().media(),
                settings(location).attachments(),
                Clock.systemUTC());
    }

    private static Database database(JournalLocation location) {
        return new Database(
                settings(location), location.host().name(), ClusterGuard.ofReader(location.home()));
    }

    private static PostgresConfig settings(JournalLocation location) {
        return location.config().postgres().orElseThrow();
    }
}
