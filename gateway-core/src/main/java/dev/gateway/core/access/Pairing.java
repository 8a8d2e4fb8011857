package dev.gateway.core.access;

import java.time.Instant;
import java.util.List;

/**
 * A person who may talk to an account by an operator's approval.
 *
 * @param account the journal's key of the account
 * @param platforms the names under which the config has or had that account
 * @param sender the person's id on the platform
 * @param name the person's name; empty if unknown
 * @param approvedAt the time of the approval
 */
public record Pairing(
        String account, List<String> platforms, String sender, String name, Instant approvedAt) {

    /** Copies the list. */
    public Pairing {
        platforms = List.copyOf(platforms);
    }
}
