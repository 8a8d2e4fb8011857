package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A person in a private chat, a group or a topic. Thread-safe. */
public final class TelegramUser implements VirtualUser {

    private final TelegramState state;
    private final TelegramChat chat;
    private final long topic;
    private final String name;

    TelegramUser(TelegramState state, TelegramChat chat, long topic, String name) {
        this.state = state;
        this.chat = chat;
        this.topic = topic;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String conversation() {
        return chat.conversation(topic);
    }

    @Override
    public SentMessage says(String text) {
        return post(text, JsonNodeFactory.instance.objectNode().put("text", text), 0);
    }

    /** Replies to a message of this chat. */
    public SentMessage replies(long messageId, String text) {
        return post(text, JsonNodeFactory.instance.objectNode().put("text", text), messageId);
    }

    /** Sends a photo; the caption may be empty. */
    public SentMessage sendsPhoto(byte[] content, String caption) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        synchronized (state.lock()) {
            var file = state.files().add("photos", "photo.jpg", "image/jpeg", content);
            message.putArray("photo").add(file.json().put("width", 640).put("height", 480));
        }
        return post(caption, caption.isEmpty() ? message : message.put("caption", caption), 0);
    }

    /** Sends a file; the caption may be empty. */
    public SentMessage sendsDocument(
            String fileName, String mediaType, byte[] content, String caption) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        synchronized (state.lock()) {
            var file = state.files().add("documents", fileName, mediaType, content);
            message.set(
                    "document", file.json().put("file_name", fileName).put("mime_type", mediaType));
        }
        return post(caption, caption.isEmpty() ? message : message.put("caption", caption), 0);
    }

    /** Blocks the bot: messages to this chat get a 403. */
    public void blocksBot() {
        synchronized (state.lock()) {
            chat.refuse("bot was blocked by the user");
        }
    }

    /** Unblocks the bot. */
    public void unblocksBot() {
        synchronized (state.lock()) {
            chat.refuse("");
        }
    }

    @Override
    public List<BotMessage> heard() {
        synchronized (state.lock()) {
            return chat.heard(topic);
        }
    }

    /** Returns the bot's messages in this conversation as the platform shows them. */
    public List<JsonNode> shown() {
        synchronized (state.lock()) {
            return chat.messages().stream()
                    .filter(message -> message.heard().isPresent() && message.thread() == topic)
                    .map(message -> (JsonNode) message.json().deepCopy())
                    .toList();
        }
    }

    /** Deletes one of the messages of this chat. */
    public void deletes(long messageId) {
        synchronized (state.lock()) {
            chat.remove(messageId);
        }
    }

    /**
     * Returns the bot's actions that are no messages: {@code typing}, {@code reaction 👀}, {@code
     * draft hello}.
     */
    public List<String> actions() {
        synchronized (state.lock()) {
            return List.copyOf(chat.actions());
        }
    }

    private SentMessage post(String text, ObjectNode content, long repliedTo) {
        synchronized (state.lock()) {
            TelegramBot bot = chat.bot();
            Instant now = state.clock().instant();
            long id = bot.nextMessageId();
            ObjectNode message = JsonNodeFactory.instance.objectNode().put("message_id", id);
            message.set("from", person());
            message.set("chat", chat.json());
            message.put("date", now.getEpochSecond());
            if (topic != 0) {
                message.put("message_thread_id", topic).put("is_topic_message", true);
            }
            chat.message(repliedTo)
                    .ifPresent(replied -> message.set("reply_to_message", replied.json()));
            message.setAll(content);
            if (text.startsWith("/")) {
                message.putArray("entities").add(command(text));
            }
            String ledgerId = bot.id() + "/" + chat.id() + "/" + id;
            state.ledger().said(ledgerId, bot.label(), conversation(), text);
            chat.add(
                    id,
                    new TelegramChat.Message(
                            topic, message, Optional.of(ledgerId), Optional.empty()));
            bot.deliver("message", message, now, Optional.of(ledgerId));
            return new SentMessage(ledgerId, text, state.ledger());
        }
    }

    private ObjectNode person() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", state.chats().user(name))
                .put("is_bot", false)
                .put("first_name", name)
                .put("username", name)
                .put("language_code", "en");
    }

    private static ObjectNode command(String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("offset", 0)
                .put("length", text.split("\\s", 2)[0].length())
                .put("type", "bot_command");
    }
}
