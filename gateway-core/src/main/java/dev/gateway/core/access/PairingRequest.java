package dev.gateway.core.access;

import java.time.Instant;
import java.util.List;

/**
 * A person who has asked to talk to an account and has an open code.
 *
 * @param account the journal's key of the account
 * @param platforms the names under which the config has or had that account
 * @param sender the person's id on the platform
 * @param name the person's name; empty if unknown
 * @param code the open code
 * @param requestedAt the time of the request
 */
public record PairingRequest(
        String account,
        List<String> platforms,
        String sender,
        String name,
        String code,
        Instant requestedAt) {

    /** Copies the list. */
    public PairingRequest {
        platforms = List.copyOf(platforms);
    }

    /** Returns the time at which the code expires. */
    public Instant expiresAt() {
        return requestedAt.plus(PairingCode.VALIDITY);
    }
}
