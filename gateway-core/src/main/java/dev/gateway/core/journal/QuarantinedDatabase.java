package dev.gateway.core.journal;

import java.time.Instant;

/**
 * A damaged database was moved aside and a new one started, or a lost one was begun anew.
 *
 * @param movedTo where the damaged one lies, as text; empty if there is nothing left of it
 * @param at when
 * @param reason what was wrong with it, in one line
 */
public record QuarantinedDatabase(String movedTo, Instant at, String reason) {}
