package dev.gateway.postgres.writer;

import java.sql.Connection;
import java.sql.SQLException;

/** A call that is carried out alone, and that may be repeated. */
public final class PlainTask<T> extends Task<T> {

    private final Work<T> work;

    public PlainTask(Work<T> work) {
        this.work = work;
    }

    public void run(Connection connection) throws SQLException {
        succeed(work.run(connection));
    }

    /** Statements with a result. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
