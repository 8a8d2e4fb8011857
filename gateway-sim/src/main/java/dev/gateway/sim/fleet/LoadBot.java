package dev.gateway.sim.fleet;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;

/** One bot: its chats, the updates that are not confirmed, and its poll. Confined to a thread. */
final class LoadBot {

    private static final int MOST_UPDATES = 100;

    private final long date;
    private final Optional<PollHistory> history;
    private final LoadChat[] chats;
    private final ArrayDeque<Update> updates = new ArrayDeque<>();
    private long lastUpdate;
    private long confirmed;
    private long lastGiven;
    private long givenAt;
    private LoadConnection poll;
    private long pollEnd;
    private boolean polled;

    /** An update as it waits for its confirmation. */
    private record Update(long id, LoadChat chat, String json) {}

    LoadBot(int chats, long date, Optional<PollHistory> history) {
        this.date = date;
        this.history = history;
        this.chats = new LoadChat[chats];
        for (int i = 0; i < chats; i++) {
            this.chats[i] = new LoadChat(i + 1L);
        }
    }

    LoadChat[] chats() {
        return chats;
    }

    /** Returns the chat; null if there is none. */
    LoadChat chat(long id) {
        return id < 1 || id > chats.length ? null : chats[(int) id - 1];
    }

    /** Adds the chat's next message. */
    void say(LoadChat chat) {
        long id = ++lastUpdate;
        updates.add(new Update(id, chat, json(id, chat, chat.next())));
    }

    private String json(long id, LoadChat chat, String text) {
        String person = "{\"id\":" + chat.id() + ",\"is_bot\":false,\"first_name\":\"Person\"}";
        return "{\"update_id\":"
                + id
                + ",\"message\":{\"message_id\":"
                + id
                + ",\"date\":"
                + date
                + ",\"chat\":{\"id\":"
                + chat.id()
                + ",\"type\":\"private\",\"first_name\":\"Person\"},\"from\":"
                + person
                + ",\"text\":\""
                + text
                + "\"}}";
    }

    /** Notes a poll that waits until then; returns the one that it replaces, or null. */
    LoadConnection poll(LoadConnection connection, long now, long end) {
        LoadConnection former = poll;
        history.ifPresent(all -> all.began(connection.number(), now));
        if (former != null) {
            ended(former, now);
        }
        poll = connection;
        connection.polls(this);
        pollEnd = end;
        polled = true;
        return former;
    }

    private void ended(LoadConnection connection, long now) {
        history.ifPresent(all -> all.ended(connection.number(), now));
    }

    boolean polled() {
        return polled;
    }

    /**
     * Removes the updates below this offset. Returns the time since these were given if that
     * confirms all that the last poll gave, else -1.
     */
    long confirm(long offset, long now) {
        while (!updates.isEmpty() && updates.peek().id() < offset) {
            updates.poll();
        }
        if (offset > lastGiven && lastGiven > confirmed) {
            confirmed = lastGiven;
            return now - givenAt;
        }
        return -1;
    }

    /** Returns the connection of the poll that is due now and forgets it; null if none is. */
    LoadConnection due(long now) {
        if (poll == null || updates.isEmpty() && pollEnd - now > 0) {
            return null;
        }
        LoadConnection due = poll;
        poll = null;
        ended(due, now);
        return due;
    }

    /** Returns the answer to a poll: the oldest updates that are not confirmed. */
    String give(long now) {
        StringBuilder text = new StringBuilder("{\"ok\":true,\"result\":[");
        int count = 0;
        for (Iterator<Update> all = updates.iterator(); all.hasNext() && count < MOST_UPDATES; ) {
            Update update = all.next();
            if (count++ > 0) {
                text.append(',');
            }
            text.append(update.json());
            update.chat().given(now);
            lastGiven = Math.max(lastGiven, update.id());
        }
        givenAt = now;
        return text.append("]}").toString();
    }

    void closed(LoadConnection connection) {
        if (poll == connection) {
            ended(poll, System.nanoTime());
            poll = null;
        }
    }
}
