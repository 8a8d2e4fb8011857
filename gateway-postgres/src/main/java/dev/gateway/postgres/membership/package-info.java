/**
 * The membership of this process in the hosts that share the database: its registration with its
 * beats, the accounts that it holds, the look at other hosts and the end of dead ones, and the
 * operator's orders.
 *
 * <p>May use {@code connection}, {@code notice} and {@code schema}. Three threads: {@code
 * cluster-beat} sends beats and hears notices, {@code cluster-control} does everything else in the
 * database, {@code cluster-lease} tells of lost leases. Which account a host should hold is decided
 * in core.
 */
package dev.gateway.postgres.membership;
