package dev.gateway.core.journal.sqlite;

import dev.gateway.core.access.Pairing;
import dev.gateway.core.access.PairingRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The operator's access to the pairings of a journal. A change holds for the next message that a
 * running gateway receives.
 */
public final class PairingAdmin {

    private final JournalAdmin journal;
    private final Clock clock;

    PairingAdmin(JournalAdmin journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** Returns the persons with an open code, the oldest request first. */
    public List<PairingRequest> requests() throws IOException {
        return journal.read(() -> journal.database().pairings().requests(clock.millis()));
    }

    /** Returns the persons who may talk by an approval, the oldest first. */
    public List<Pairing> approved() throws IOException {
        return journal.read(() -> journal.database().pairings().all());
    }

    /** Lets the person with this code talk; empty if no open code is like it. */
    public Optional<Pairing> approve(String code) throws IOException {
        return journal.change(
                () -> journal.database().pairings().approve(code, clock.millis()),
                done ->
                        done.isPresent()
                                && journal.database()
                                        .pairings()
                                        .isPaired(done.get().account(), done.get().sender()));
    }

    /**
     * Lets a person talk no longer, and withdraws an open code; returns false if the person has
     * neither.
     *
     * @param platform the account's name
     */
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
