package dev.gateway.postgres.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.postgresql.PGConnection;

/** The arguments of one statement, in the order of its question marks. */
final class Arguments {

    private final Connection connection;
    private final List<Object> values = new ArrayList<>();

    Arguments(Connection connection) {
        this.connection = connection;
    }

    Arguments text(String value) {
        values.add(StoredText.write(value));
        return this;
    }

    Arguments number(long value) {
        values.add(value);
        return this;
    }

    Arguments flag(boolean value) {
        values.add(value);
        return this;
    }

    /** Adds a column of rows as an array of texts. */
    <T> Arguments texts(Collection<T> rows, Function<T, String> column) throws SQLException {
        String[] array = new String[rows.size()];
        int i = 0;
        for (T row : rows) {
            array[i++] = StoredText.write(column.apply(row));
        }
        values.add(connection.createArrayOf("text", array));
        return this;
    }

    Arguments texts(Collection<String> column) throws SQLException {
        return texts(column, value -> value);
    }

    <T> Arguments numbers(Collection<T> rows, ToLongFunction<T> column) throws SQLException {
        long[] array = rows.stream().mapToLong(column).toArray();
        values.add(driver().createArrayOf("int8", array));
        return this;
    }

    <T> Arguments flags(Collection<T> rows, Predicate<T> column) throws SQLException {
        boolean[] array = new boolean[rows.size()];
        int i = 0;
        for (T row : rows) {
            array[i++] = column.test(row);
        }
        values.add(driver().createArrayOf("bool", array));
        return this;
    }

    /** Runs the query and returns its rows. */
    <T> List<T> list(String sql, Row<T> as) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(as.of(row));
                }
            }
        }
        return rows;
    }

    /** Runs the statement and returns the number of rows that it has changed. */
    int update(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement);
            return statement.executeUpdate();
        }
    }

    private PGConnection driver() throws SQLException {
        return connection.unwrap(PGConnection.class);
    }

    private void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    /** A row as a value. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }
}
