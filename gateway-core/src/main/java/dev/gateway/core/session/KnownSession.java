package dev.gateway.core.session;

import java.util.Optional;

/**
 * A session that a home knows of.
 *
 * @param id its name
 * @param record the facts about it; empty while it begins, or if they cannot be read
 */
public record KnownSession(SessionId id, Optional<SessionRecord> record) {

    /** Returns whether it has passed its home on and finishes its work. */
    public boolean isOutgoing() {
        return record.filter(SessionRecord::isOutgoing).isPresent();
    }

    /** Returns whether it is able to work. */
    public boolean isReady() {
        return record.filter(SessionRecord::ready).isPresent();
    }
}
