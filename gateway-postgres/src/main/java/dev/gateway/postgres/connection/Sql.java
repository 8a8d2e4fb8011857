package dev.gateway.postgres.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Short forms for statements on a connection. Arguments are bound by their Java types. */
public final class Sql {

    private Sql() {}

    /** A row as a value. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Runs a statement without arguments and results. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement and returns the number of changed rows. */
    public static int update(Connection connection, String sql, Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    /** Returns the rows of a query. */
    public static <T> List<T> list(
            Connection connection, String sql, Row<T> as, Object... arguments) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (PreparedStatement statement = bound(connection, sql, arguments);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.add(as.of(row));
            }
        }
        return rows;
    }

    /** Returns the first row of a query. */
    public static <T> Optional<T> first(
            Connection connection, String sql, Row<T> as, Object... arguments) throws SQLException {
        List<T> rows = list(connection, sql, as, arguments);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    private static PreparedStatement bound(Connection connection, String sql, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        boolean done = false;
        try {
            for (int i = 0; i < arguments.length; i++) {
                Object value = arguments[i];
                if (value instanceof Collection<?> texts) {
                    Object[] elements = texts.stream().map(Sql::text).toArray();
                    statement.setArray(i + 1, connection.createArrayOf("text", elements));
                } else {
                    statement.setObject(i + 1, value);
                }
            }
            done = true;
            return statement;
        } finally {
            if (!done) {
                statement.close();
            }
        }
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
