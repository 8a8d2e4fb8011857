package dev.gateway.core.journal;

import java.time.Instant;

/**
 * A damaged database that was moved aside and replaced, or a lost one that was replaced.
 *
 * @param movedTo the path of the damaged one, as text; empty if nothing is left of it
 * @param at the time of the replacement
 * @param reason the damage, in one line
 */
public record QuarantinedDatabase(String movedTo, Instant at, String reason) {}
