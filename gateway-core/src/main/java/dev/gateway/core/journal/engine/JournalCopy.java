package dev.gateway.core.journal.engine;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The copy of a whole journal from one engine to another: all of it, or nothing. */
public final class JournalCopy {

    private JournalCopy() {}

    /**
     * Copies everything.
     *
     * @param replace whether what the target has of the same accounts is replaced
     * @param progress is told about each group of rows
     */
    public static Result run(
            JournalSource source, JournalTarget target, boolean replace, Progress progress)
            throws IOException, InterruptedException {
        Set<String> accounts = new HashSet<>();
        source.read(
                CopiedTable.ACCOUNTS,
                some -> some.forEach(row -> accounts.add(Objects.toString(row[0]))));
        target.begin(accounts, replace);
        Map<CopiedTable, Long> rows = new EnumMap<>(CopiedTable.class);
        for (CopiedTable table : CopiedTable.values()) {
            long all = source.count(table);
            rows.put(table, 0L);
            source.read(
                    table,
                    some -> {
                        target.write(table, some);
                        rows.merge(table, (long) some.size(), Long::sum);
                        progress.copied(table, rows.get(table), all);
                    });
        }
        return new Result(rows, target.commit());
    }

    /** A watcher of the copy. */
    @FunctionalInterface
    public interface Progress {
        void copied(CopiedTable table, long rows, long all);
    }

    /**
     * The result.
     *
     * @param rows the number of rows of each table
     * @param note what the operator should know, in one line
     */
    public record Result(Map<CopiedTable, Long> rows, Optional<String> note) {

        /** Copies the map. */
        public Result {
            rows = Map.copyOf(rows);
        }
    }
}
