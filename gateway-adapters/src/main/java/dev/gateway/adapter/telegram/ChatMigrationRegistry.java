package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.PlatformContext;
import java.util.HashMap;
import java.util.Map;

/**
 * The groups that became supergroups and so have another id. A migration is kept in memory at once
 * and in the journal with the next batch; if it is lost before that, the platform reports it again
 * at the next send. Thread-safe.
 */
final class ChatMigrationRegistry {

    private static final String NOTE = "migrated:";

    /**
     * The smallest id of a group. Ids below it are supergroups and channels, which never migrate.
     */
    private static final long FIRST_GROUP = -1_000_000_000_000L;

    private final PlatformContext context;
    private final Map<Long, Long> moved = new HashMap<>();
    private final Map<String, String> unsaved = new HashMap<>();

    ChatMigrationRegistry(PlatformContext context) {
        this.context = context;
    }

    /** Records a migration. */
    synchronized void recordMigration(long from, long to) {
        if (from != to && !Long.valueOf(to).equals(moved.put(from, to))) {
            unsaved.put(NOTE + from, Long.toString(to));
        }
    }

    /**
     * Returns the current target of messages to {@code target}; a group that migrated had no
     * topics.
     */
    synchronized ChatTarget resolve(ChatTarget target) {
        long chat = target.chat();
        if (chat >= 0 || chat <= FIRST_GROUP) {
            return target;
        }
        Long known = moved.computeIfAbsent(chat, this::stored);
        return known == null ? target : target.movedTo(known);
    }

    /** Returns the notes for the next batch. */
    synchronized Map<String, String> unsaved() {
        return Map.copyOf(unsaved);
    }

    /** Marks migrations as saved that a batch has stored. */
    synchronized void markSaved(Map<String, String> notes) {
        notes.forEach(unsaved::remove);
    }

    private Long stored(long chat) {
        return context.note(NOTE + chat)
                .filter(id -> id.matches("-?[0-9]{1,18}"))
                .map(Long::valueOf)
                .orElse(null);
    }
}
