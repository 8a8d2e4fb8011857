package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The updates that a bot has not confirmed. A request for a later update confirms the earlier ones;
 * only that and its age remove an update. Not thread-safe.
 */
public final class UpdateQueue {

    /**
     * The largest plausible distance of an offset behind the end; an offset further away is
     * ignored.
     */
    private static final int MAX_OFFSET_AHEAD = 10;

    private static final Duration RETENTION = Duration.ofHours(24);

    private final Deque<Update> updates = new ArrayDeque<>();
    private long nextId;

    /** Creates a queue whose updates begin with this number. */
    public UpdateQueue(long firstId) {
        nextId = firstId;
    }

    /**
     * An update that waits for its bot.
     *
     * @param id its update_id
     * @param expires the time of its removal
     * @param json the whole update
     * @param ledgerId of the message in it, if a user sent one
     */
    public record Update(long id, Instant expires, ObjectNode json, Optional<String> ledgerId) {}

    public void add(Instant date, ObjectNode json, Optional<String> ledgerId) {
        json.put("update_id", nextId);
        updates.addLast(new Update(nextId, date.plus(RETENTION), json, ledgerId));
        nextId++;
    }

    /** Returns the id of the first update, or of the next one to come. */
    public long head() {
        return updates.isEmpty() ? nextId : updates.peekFirst().id();
    }

    public int size() {
        return updates.size();
    }

    public void clear() {
        updates.clear();
    }

    /** Removes all but the latest updates. */
    public void keepLatest(long count) {
        while (updates.size() > count) {
            updates.removeFirst();
        }
    }

    /** Removes the updates before {@code offset} and returns the rest, oldest first. */
    public List<Update> get(long offset, int limit, Instant now) {
        long from = offset > nextId + MAX_OFFSET_AHEAD ? head() : offset;
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
