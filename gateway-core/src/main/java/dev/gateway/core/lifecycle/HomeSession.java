package dev.gateway.core.lifecycle;

import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.session.Session;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.session.SessionRegistry;
import java.util.Optional;

/** The session of this process for its journal, and the kernel's word on those of others. */
final class HomeSession implements SessionLiveness {

    private final Session session;
    private final SessionRegistry registry;

    HomeSession(Session session, SessionRegistry registry) {
        this.session = session;
        this.registry = registry;
    }

    @Override
    public SessionId self() {
        return session.id();
    }

    @Override
    public ProcessIdentity process() {
        return session.record().process();
    }

    @Override
    public boolean hasEnded(SessionId other, Optional<ProcessIdentity> process) {
        return registry.hasEnded(other, process);
    }
}
