package dev.gateway.postgres.journal;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The notes in memory of the accounts that this process has adopted. Thread-safe. */
final class NoteCaches {

    private final Map<String, NoteCache> open = new ConcurrentHashMap<>();

    /** Returns the empty cache of an account that was just adopted. */
    NoteCache open(String account) {
        var cache = new NoteCache();
        open.put(account, cache);
        return cache;
    }

    /** Ends a cache, unless the account was adopted again. */
    void close(String account, NoteCache cache) {
        open.remove(account, cache);
    }

    /** Has notes read again, as they were stored late. */
    void forget(String account, Collection<String> keys) {
        NoteCache cache = open.get(account);
        if (cache != null) {
            cache.forget(keys);
        }
    }
}
