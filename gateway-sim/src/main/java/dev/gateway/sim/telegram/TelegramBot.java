package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.referee.TokenLabel;
import dev.gateway.sim.telegram.protocol.AllowedUpdates;
import dev.gateway.sim.telegram.protocol.UpdateQueue;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One bot with its state on the platform. Guarded by the platform's lock. */
final class TelegramBot {

    /** The usability of a bot. */
    enum State {
        ACTIVE,
        /** The bot called close. */
        CLOSED,
        /** The bot called logOut. */
        LOGGED_OUT,
        /** The owner revoked the token. */
        REVOKED
    }

    private final String token;
    private final String label;
    private final long id;
    private final String username;
    private final Instant launched;
    private final AllowedUpdates allowedUpdates = new AllowedUpdates();
    private final UpdateQueue queue;
    private final PollSlot slot;
    private final Map<String, JsonNode> profile = new HashMap<>();
    private final Map<String, Optional<String>> callbacks = new LinkedHashMap<>();
    private State state = State.ACTIVE;
    private String webhook = "";
    private Instant webhookSet = Instant.MIN;
    private long messages;

    TelegramBot(String token, String username, Instant launched, PollSlot slot, UpdateQueue queue) {
        this.token = token;
        this.username = username;
        this.launched = launched;
        this.slot = slot;
        this.queue = queue;
        label = TokenLabel.of("telegram", token);
        id = Long.parseLong(token.substring(0, token.indexOf(':')));
    }

    String token() {
        return token;
    }

    String label() {
        return label;
    }

    long id() {
        return id;
    }

    String username() {
        return username;
    }

    Instant launched() {
        return launched;
    }

    AllowedUpdates allowedUpdates() {
        return allowedUpdates;
    }

    UpdateQueue queue() {
        return queue;
    }

    PollSlot slot() {
        return slot;
    }

    State state() {
        return state;
    }

    void state(State state) {
        this.state = state;
    }

    /** Returns the address of the webhook; empty if none is set. */
    String webhook() {
        return webhook;
    }

    Instant webhookSet() {
        return webhookSet;
    }

    void webhook(String url, Instant now) {
        webhook = url;
        webhookSet = now;
    }

    long nextMessageId() {
        return ++messages;
    }

    /** Makes the next message follow this one. */
    void skipMessagesTo(long message) {
        messages = message;
    }

    /** Returns what the bot says about itself, by the name of the field and its scope. */
    Map<String, JsonNode> profile() {
        return profile;
    }

    /**
     * Returns the pressed buttons by the id of their query, each with the bot's answer once there
     * is one.
     */
    Map<String, Optional<String>> callbacks() {
        return callbacks;
    }

    /** Adds an update to the queue and wakes the waiting poll. */
    void deliver(String type, ObjectNode content, Instant date, Optional<String> ledgerId) {
        if (!allowedUpdates.allow(type)) {
            return;
        }
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        update.put("update_id", 0);
        update.set(type, content);
        queue.add(date, update, ledgerId);
        slot.wake(this);
    }

    ObjectNode user() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("is_bot", true)
                .put("first_name", username)
                .put("username", username);
    }
}
