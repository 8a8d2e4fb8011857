package dev.gateway.core.journal;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A damaged database was moved aside and a new one started.
 *
 * @param movedTo where the damaged one lies
 * @param at when
 * @param reason what was wrong with it, in one line
 */
public record Replacement(Path movedTo, Instant at, String reason) {}
