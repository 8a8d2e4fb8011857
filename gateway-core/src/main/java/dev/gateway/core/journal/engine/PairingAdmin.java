package dev.gateway.core.journal.engine;

import dev.gateway.core.access.Pairing;
import dev.gateway.core.access.PairingRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The operator's access to the persons who may talk and to those who have asked. */
public interface PairingAdmin {

    /** Returns the persons with an open code, the oldest request first. */
    List<PairingRequest> requests() throws IOException;

    /** Returns the persons who may talk by an approval, the oldest first. */
    List<Pairing> approved() throws IOException;

    /** Lets the person with this code talk; empty if no open code is like it. */
    Optional<Pairing> approve(String code) throws IOException;

    /**
     * Lets a person talk no longer, and withdraws an open code; returns false if the person has
     * neither.
     *
     * @param platform the account's name
     */
    boolean revoke(String platform, String sender) throws IOException;
}
