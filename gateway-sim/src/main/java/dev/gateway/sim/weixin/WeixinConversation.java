package dev.gateway.sim.weixin;

import dev.gateway.sim.chat.BotMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conversation of one user with one bot. Guarded by the platform's lock. */
final class WeixinConversation {

    private final String user;
    private final List<Context> contexts = new ArrayList<>();
    private final Map<String, Context> byToken = new HashMap<>();
    private final List<BotMessage> heard = new ArrayList<>();
    private final List<String> typing = new ArrayList<>();
    private final Map<String, String> sentIds = new LinkedHashMap<>();
    private final Map<String, String> drafts = new LinkedHashMap<>();
    private final List<String> progress = new ArrayList<>();
    private String ticket = "";

    WeixinConversation(String user) {
        this.user = user;
    }

    /** A user's message and the answers it allows. */
    static final class Context {
        private final String token;
        private final String ledgerId;
        private final String text;
        private final Instant sentAt;
        private int answers;

        Context(String token, String ledgerId, String text, Instant sentAt) {
            this.token = token;
            this.ledgerId = ledgerId;
            this.text = text;
            this.sentAt = sentAt;
        }

        String ledgerId() {
            return ledgerId;
        }

        String text() {
            return text;
        }

        Instant sentAt() {
            return sentAt;
        }

        int answers() {
            return answers;
        }

        void countAnswer() {
            answers++;
        }
    }

    String user() {
        return user;
    }

    void add(Context context) {
        contexts.add(context);
        byToken.put(context.token, context);
    }

    Optional<Context> context(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    /** Returns the user's last message; empty if there is none. */
    Optional<Context> latest() {
        return contexts.isEmpty()
                ? Optional.empty()
                : Optional.of(contexts.get(contexts.size() - 1));
    }

    /** Returns true if this text contains a message of the user. */
    boolean isQuotedBy(String text) {
        return contexts.stream()
                .anyMatch(context -> !context.text.isEmpty() && text.contains(context.text));
    }

    /** Returns the bot's messages in order. */
    List<BotMessage> heard() {
        return heard;
    }

    /** Returns each {@code typing} and {@code quiet} in order. */
    List<String> typing() {
        return typing;
    }

    /** Returns the ticket for typing; empty if none was requested. */
    String ticket() {
        return ticket;
    }

    void ticket(String ticket) {
        this.ticket = ticket;
    }

    /** Records that a message with this client id was delivered under this message id. */
    void sent(String clientId, String messageId) {
        sentIds.put(clientId, messageId);
        drafts.remove(clientId);
    }

    /** Returns the message ids of the bot's messages in order. */
    List<String> sentIds() {
        return List.copyOf(sentIds.values());
    }

    /** Returns the message id of a delivered client id; empty if there was no delivery. */
    Optional<String> sentId(String clientId) {
        return Optional.ofNullable(sentIds.get(clientId));
    }

    /** Returns the texts that are still being generated, by client id. */
    Map<String, String> drafts() {
        return drafts;
    }

    /** Returns the begin and end of each tool call that the bot showed, in order. */
    List<String> progress() {
        return progress;
    }
}
