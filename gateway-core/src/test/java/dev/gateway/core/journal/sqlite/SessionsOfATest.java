package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.session.SessionId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of one test, which ends them when it likes. */
public final class SessionsOfATest {

    private final Set<SessionId> living = ConcurrentHashMap.newKeySet();

    /** Begins a session. */
    public SessionLiveness begin() {
        SessionId self = SessionId.random();
        living.add(self);
        return new SessionLiveness() {
            @Override
            public SessionId self() {
                return self;
            }

            @Override
            public ProcessIdentity process() {
                return new ProcessIdentity(
                        living.size(), OptionalLong.of(7), Optional.of("boot"), Optional.empty());
            }

            @Override
            public boolean hasEnded(SessionId other, Optional<ProcessIdentity> process) {
                return !living.contains(other);
            }
        };
    }

    /** Ends a session, as a SIGKILL of its process does. */
    public void kill(SessionLiveness session) {
        living.remove(session.self());
    }
}
