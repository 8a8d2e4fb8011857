package dev.gateway.postgres.connection;

import java.time.Duration;
import java.util.Objects;

/**
 * The purpose of a connection, with the limits of its waits.
 *
 * @param name a word for {@code pg_stat_activity}
 * @param statement the time after which the server ends a statement, a wait for a lock included
 * @param answer the time without an answer after which this side gives the connection up; longer
 *     than {@code statement}, so that the server ends a slow statement and only silence ends the
 *     connection
 */
public record ConnectionUse(String name, Duration statement, Duration answer) {

    private static final Duration BEAT_STATEMENT = Duration.ofMillis(900);
    private static final Duration BEAT_ANSWER = Duration.ofSeconds(1);
    private static final Duration WRITE_STATEMENT = Duration.ofSeconds(3);
    private static final Duration WRITE_ANSWER = Duration.ofSeconds(4);
    private static final Duration READ_STATEMENT = Duration.ofSeconds(30);
    private static final Duration READ_ANSWER = Duration.ofSeconds(35);

    /** Checks that nothing is missing. */
    public ConnectionUse {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(answer, "answer");
    }

    /**
     * Returns the use for beats. An answer that was lost with a line is given up soon, so that a
     * line that works again is noticed within a second; the lease does not depend on the
     * connection.
     */
    public static ConnectionUse beat() {
        return new ConnectionUse("beat", BEAT_STATEMENT, BEAT_ANSWER);
    }

    /** Returns the use for the accounts of this process and the look at others. */
    public static ConnectionUse control(Duration lease) {
        return new ConnectionUse("control", lease.dividedBy(4), lease.dividedBy(2));
    }

    /** Returns a use for short transactions that write. */
    public static ConnectionUse write(String name) {
        return new ConnectionUse(name, WRITE_STATEMENT, WRITE_ANSWER);
    }

    /** Returns a use for statements of an operator, and for reads that may take a while. */
    public static ConnectionUse read(String name) {
        return new ConnectionUse(name, READ_STATEMENT, READ_ANSWER);
    }
}
