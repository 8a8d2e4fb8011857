package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The updates that a bot has not confirmed. Confirming is asking for a later one; nothing else
 * removes an update but its age. Not thread-safe.
 */
final class UpdateQueue {

    /** An offset further behind the end than this is taken for nonsense and ignored. */
    private static final int FUTURE = 10;

    private static final Duration KEPT = Duration.ofHours(24);

    private final Deque<Update> updates = new ArrayDeque<>();
    private long nextId;

    UpdateQueue(long firstId) {
        nextId = firstId;
    }

    /**
     * An update as it waits for its bot.
     *
     * @param id its update_id
     * @param expires when it is forgotten
     * @param json the whole update
     * @param ledgerId of the message in it, if it is one that a user said
     */
    record Update(long id, Instant expires, ObjectNode json, Optional<String> ledgerId) {}

    void add(Instant date, ObjectNode json, Optional<String> ledgerId) {
        json.put("update_id", nextId);
        updates.addLast(new Update(nextId, date.plus(KEPT), json, ledgerId));
        nextId++;
    }

    /** The first update's id, or that of the next one to come. */
    long head() {
        return updates.isEmpty() ? nextId : updates.peekFirst().id();
    }

    int size() {
        return updates.size();
    }

    void clear() {
        updates.clear();
    }

    /** Forgets all but the latest ones. */
    void keepLatest(long count) {
        while (updates.size() > count) {
            updates.removeFirst();
        }
    }

    /** Forgets what is before {@code offset} and returns what is behind it, oldest first. */
    List<Update> get(long offset, int limit, Instant now) {
        long from = offset > nextId + FUTURE ? head() : offset;
        updates.removeIf(update -> update.id() < from || !update.expires().isAfter(now));
        List<Update> found = new ArrayList<>();
        for (Update update : updates) {
            if (found.size() == limit) {
                break;
            }
            found.add(update);
        }
        return found;
    }
}
