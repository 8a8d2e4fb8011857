package dev.gateway.core.cluster.contract;

import dev.gateway.core.cluster.Membership;
import dev.gateway.core.session.SessionId;

/** Hosts that share one journal, with what may happen to them from outside. */
public interface HostsUnderTest extends AutoCloseable {

    /** Starts a process on the home of this host. */
    Membership join(String host) throws Exception;

    /** Returns the present registration of a process. */
    SessionId registration(Membership member);

    /** Ends a process as SIGKILL does; a start on its home knows of that. */
    void kill(Membership member) throws Exception;

    /**
     * Ends the registration of a process that lives, as another host does after a whole lease
     * without beats; returns when the process is registered anew.
     */
    void end(Membership member) throws Exception;

    /** Ends a process in good order. */
    void leave(Membership member) throws Exception;
}
