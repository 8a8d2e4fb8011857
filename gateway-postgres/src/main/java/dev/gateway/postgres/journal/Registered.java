package dev.gateway.postgres.journal;

import dev.gateway.core.cluster.Membership;
import dev.gateway.core.platform.AccountId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The registration of this process, as the journal uses it. Thread-safe. */
public interface Registered extends AutoCloseable {

    /** Returns the present registration, for the fence of each write. */
    String session();

    /** Returns the membership in the hosts. */
    Optional<Membership> membership();

    /**
     * Returns the cursor that came with an account, as it is stored, once for each holding; empty
     * if it has to be read.
     */
    Optional<String> takeCursor(AccountId account, long epoch);

    /** Registers a listener for changes that other processes have made; it returns at once. */
    void onChange(Runnable listener);

    /** Tells all other processes, with the next commit, that messages or answers have changed. */
    void tellOthers(Connection connection) throws SQLException;

    /** Registers a listener for each moment at which the database answers again. */
    void onReachable(Runnable listener);

    /** Ends the registration. Idempotent. */
    @Override
    void close();
}
