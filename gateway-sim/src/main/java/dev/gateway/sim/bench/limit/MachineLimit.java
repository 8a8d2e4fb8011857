package dev.gateway.sim.bench.limit;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** A limit of the machine. */
public enum MachineLimit {
    /** In seconds. */
    JVM("a JVM that prints one line"),
    /** In seconds. */
    SYNC("fsync of 4 KiB"),
    /** Messages per second. */
    SQLITE("SQLite, three statements a message"),
    /** In seconds of processor time. */
    SQLITE_CPU("the same: processor time a message"),
    /** In seconds. */
    SQLITE_TURN("the same: a turn of all conversations"),
    /** In seconds. */
    LOOPBACK("a round trip over loopback, median");

    private static final int MOST_IN_GROUP = 32;

    private final String title;

    MachineLimit(String title) {
        this.title = title;
    }

    /** Returns what was measured. */
    public String title() {
        return title;
    }

    /** Returns the key in JSON. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether more is better: a number per second, not a time. */
    public boolean isRate() {
        return this == SQLITE;
    }

    /**
     * Measures all, which takes about two seconds.
     *
     * @param folder where files are written; it should be on the disk of the gateway's home
     * @param conversations the number of messages that can be on their way at a time; as many of
     *     them as the gateway answers at a time are one transaction
     */
    public static Map<MachineLimit, Double> measureAll(Path folder, int conversations)
            throws InterruptedException {
        var values = new EnumMap<MachineLimit, Double>(MachineLimit.class);
        values.put(JVM, JvmLimit.measure());
        values.put(SYNC, SyncLimit.measure(folder));
        SqliteLimit sqlite = SqliteLimit.measure(folder, Math.min(MOST_IN_GROUP, conversations));
        values.put(SQLITE, sqlite.perSecond());
        values.put(SQLITE_CPU, sqlite.cpu());
        values.put(SQLITE_TURN, conversations / sqlite.perSecond());
        values.put(LOOPBACK, LoopbackLimit.measure());
        return values;
    }
}
