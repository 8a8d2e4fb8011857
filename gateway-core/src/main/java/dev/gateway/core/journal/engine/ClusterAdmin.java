package dev.gateway.core.journal.engine;

import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The operator's access to the hosts that share a journal, from any of them, whether or not a
 * gateway runs there. Not thread-safe.
 */
public interface ClusterAdmin extends AutoCloseable {

    /**
     * Returns hosts and accounts. The age of a beat is observed by this process, so that a first
     * look knows none: it is taken from the database's own clock, for display only.
     */
    ClusterView view() throws IOException;

    /** Returns the number of pending messages of the accounts that each process holds. */
    Map<SessionId, Long> pending() throws IOException;

    /**
     * Orders a host to give all its accounts away and to stay as a standby, until it is restarted
     * or the order is withdrawn. Returns false if no process of that name lives.
     */
    boolean drain(String host, boolean on) throws IOException;

    /**
     * Orders that a host holds an account while it lives; returns false if the account is not
     * known.
     */
    boolean move(AccountId account, String host) throws IOException;

    /**
     * Returns digests of the settings that each process has for an account, as its {@code
     * AccountClaim} said; processes of a version without them are left out.
     */
    Map<AccountId, Map<SessionId, String>> settings() throws IOException;

    /** Returns what is wrong or remarkable about the database, for {@code doctor}. */
    List<Finding> findings() throws IOException;

    /**
     * A fact about the database or the cluster.
     *
     * @param check the name of the check
     * @param level how bad it is
     * @param text the fact, in one line
     * @param remedy the next step; empty if there is none
     */
    record Finding(String check, Level level, String text, String remedy) {}

    /** How bad a finding is. */
    enum Level {
        OK,
        WARNING,
        FAILED
    }

    @Override
    void close() throws IOException;
}
