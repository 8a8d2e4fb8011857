package dev.gateway.postgres.journal;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The notes of an account that were read or written since its adoption. Thread-safe. */
final class NoteCache {

    private static final int MAX_NOTES = 10_000;

    private final Map<String, Optional<String>> values = new ConcurrentHashMap<>();
    private volatile int changes;

    /** Returns a note, read if it is not known. */
    Optional<String> get(String key, Supplier<Optional<String>> read) {
        Optional<String> known = values.get(key);
        if (known != null) {
            return known;
        }
        int before = changes;
        Optional<String> value = read.get();
        synchronized (this) {
            if (changes != before) {
                return value; // What was read may be older than what is stored by now.
            }
            // A value that was written meanwhile is newer.
            Optional<String> meanwhile = values.putIfAbsent(key, value);
            return meanwhile == null ? value : meanwhile;
        }
    }

    /** Takes a note that was written by the holder of the account. */
    void put(String key, String value) {
        if (values.size() >= MAX_NOTES) {
            values.clear();
        }
        values.put(key, Optional.of(value));
    }

    /** Has notes read again that were written by others than the holder. */
    synchronized void forget(Collection<String> keys) {
        changes++;
        keys.forEach(values::remove);
    }
}
