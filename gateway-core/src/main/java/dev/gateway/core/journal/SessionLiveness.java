package dev.gateway.core.journal;

import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.session.SessionId;
import java.util.Optional;

/**
 * The session of this process, and the word on whether another one still lasts. The journal takes
 * back what an ended session had claimed, and nothing else. Thread-safe; answers within moments, as
 * the journal asks inside a transaction.
 */
public interface SessionLiveness {

    /** Returns the session of this process. */
    SessionId self();

    /** Returns the identity of this process, which the journal stores beside the session. */
    ProcessIdentity process();

    /**
     * Returns whether another session has ended.
     *
     * @param process its process as the journal knows it; empty if it does not
     */
    boolean hasEnded(SessionId other, Optional<ProcessIdentity> process);

    /** Returns the liveness of a new session beside which no other one lasts. */
    static SessionLiveness alone() {
        SessionId self = SessionId.random();
        ProcessProbe probe = ProcessProbe.system();
        ProcessIdentity process = ProcessIdentity.of(probe, probe.self());
        return new SessionLiveness() {
            @Override
            public SessionId self() {
                return self;
            }

            @Override
            public ProcessIdentity process() {
                return process;
            }

            @Override
            public boolean hasEnded(SessionId other, Optional<ProcessIdentity> ignored) {
                return true;
            }
        };
    }
}
