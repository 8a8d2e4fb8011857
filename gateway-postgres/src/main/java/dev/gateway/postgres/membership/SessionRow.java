package dev.gateway.postgres.membership;

import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.session.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A registration as the database shows it.
 *
 * @param id its name
 * @param homeSession the session in its home, whose end the kernel can tell
 * @param homeId the name of its home
 * @param process its process
 * @param beat the number of its beats
 * @param seenAgo the time since its last beat by the database's clock, for display
 * @param lease the time without a beat after which it is dead
 * @param host the facts for others; the age of its beat is {@code seenAgo}
 */
record SessionRow(
        SessionId id,
        SessionId homeSession,
        String homeId,
        ProcessIdentity process,
        long beat,
        Duration seenAgo,
        Duration lease,
        ClusterHost host) {

    /** The number of beats in the time of a lease. */
    private static final int BEATS = 4;

    /** The PID of a registration that no process has: it only keeps accounts for a lease. */
    private static final long NO_PROCESS = 0;

    static final String COLUMNS =
            "id, home_session, host, home_id, home, boot_id, pid, start_ticks, pid_namespace,"
                    + " version, weight, draining, outgoing, successor_of, lease_ms,"
                    + " join_after_ms, beat, (extract(epoch from clock_timestamp() - beat_at)"
                    + " * 1000)::bigint AS seen_ms";

    static SessionRow of(ResultSet row) throws SQLException {
        var id = new SessionId(row.getString("id"));
        Duration lease = Duration.ofMillis(row.getLong("lease_ms"));
        Duration seenAgo = Duration.ofMillis(Math.max(0, row.getLong("seen_ms")));
        long beat = row.getLong("beat");
        var process =
                new ProcessIdentity(
                        row.getLong("pid"),
                        ticks(row),
                        Optional.ofNullable(row.getString("boot_id")),
                        Optional.ofNullable(row.getString("pid_namespace")));
        var host =
                new ClusterHost(
                        id,
                        row.getString("host"),
                        row.getString("home"),
                        process.pid(),
                        row.getString("version"),
                        row.getInt("weight"),
                        row.getBoolean("draining"),
                        row.getBoolean("outgoing"),
                        Optional.ofNullable(row.getString("successor_of")).map(SessionId::new),
                        seenAgo,
                        // By its own beats, so that no clock but its own counts.
                        lease.dividedBy(BEATS).multipliedBy(beat),
                        Duration.ofMillis(row.getLong("join_after_ms")));
        return new SessionRow(
                id,
                new SessionId(row.getString("home_session")),
                row.getString("home_id"),
                process,
                beat,
                seenAgo,
                lease,
                host);
    }

    private static OptionalLong ticks(ResultSet row) throws SQLException {
        long ticks = row.getLong("start_ticks");
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(ticks);
    }

    /** Returns whether a process has it. */
    boolean isProcess() {
        return process.pid() != NO_PROCESS;
    }

    /** Returns its facts with the age of its beat as this process has observed it. */
    ClusterHost host(Duration beatAge) {
        return new ClusterHost(
                host.session(),
                host.name(),
                host.home(),
                host.pid(),
                host.version(),
                host.weight(),
                host.draining(),
                host.outgoing(),
                host.successorOf(),
                beatAge,
                host.since(),
                host.joinAfter());
    }
}
