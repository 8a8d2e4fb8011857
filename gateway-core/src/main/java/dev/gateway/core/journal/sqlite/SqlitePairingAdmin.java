package dev.gateway.core.journal.sqlite;

import dev.gateway.core.access.Pairing;
import dev.gateway.core.access.PairingRequest;
import dev.gateway.core.journal.engine.PairingAdmin;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The operator's access to the pairings of a journal. A change holds for the next message that a
 * running gateway receives.
 */
final class SqlitePairingAdmin implements PairingAdmin {

    private final SqliteJournalAdmin journal;
    private final Clock clock;

    SqlitePairingAdmin(SqliteJournalAdmin journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public List<PairingRequest> requests() throws IOException {
        return journal.read(() -> journal.database().pairings().requests(clock.millis()));
    }

    @Override
    public List<Pairing> approved() throws IOException {
        return journal.read(() -> journal.database().pairings().all());
    }

    @Override
    public Optional<Pairing> approve(String code) throws IOException {
        return journal.change(
                () -> journal.database().pairings().approve(code, clock.millis()),
                done ->
                        done.isPresent()
                                && journal.database()
                                        .pairings()
                                        .isPaired(done.get().account(), done.get().sender()));
    }

    @Override
    public boolean revoke(String platform, String sender) throws IOException {
        return journal.change(
                () -> journal.database().pairings().revoke(platform, sender),
                done ->
                        done
                                && !journal.database()
                                        .pairings()
                                        .isKnown(platform, sender, clock.millis()));
    }
}
