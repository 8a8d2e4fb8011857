package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.telegram.content.UserContent;
import dev.gateway.sim.telegram.content.UserIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A person in a private chat, a group or a topic; in a group also another bot, an anonymous admin
 * or a channel. Thread-safe.
 */
public final class TelegramUser implements VirtualUser {

    private final TelegramState state;
    private final TelegramChat chat;
    private final long topic;
    private final UserIdentity identity;
    private final MemberUpdates updates;

    TelegramUser(TelegramState state, TelegramChat chat, long topic, UserIdentity identity) {
        this.state = state;
        this.chat = chat;
        this.topic = topic;
        this.identity = identity;
        updates = new MemberUpdates(state, chat, topic);
    }

    @Override
    public String name() {
        return identity.name();
    }

    /** Returns the id by which the bot knows the author of these messages. */
    public long id() {
        return identity.chat().orElse(identity.from()).path("id").asLong();
    }

    @Override
    public String conversation() {
        return chat.conversation(topic);
    }

    @Override
    public SentMessage says(String text) {
        return sends(UserContent.text(text));
    }

    /** Replies to a message of this chat. */
    public SentMessage replies(long messageId, String text) {
        return locked(() -> updates.post(identity, UserContent.text(text), messageId));
    }

    /** Replies to a part of a message of this chat. */
    public SentMessage quotes(long messageId, String part, String text) {
        ObjectNode quote =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("text", part)
                        .put("position", 0)
                        .put("is_manual", true);
        UserContent content = UserContent.text(text).with("quote", quote);
        return locked(() -> updates.post(identity, content, messageId));
    }

    /** Forwards a text of another person. */
    public SentMessage forwards(String author, String text) {
        ObjectNode origin =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "hidden_user")
                        .put("date", state.clock().instant().getEpochSecond())
                        .put("sender_user_name", author);
        return sends(UserContent.text(text).with("forward_origin", origin));
    }

    /** Sends a content of any kind. */
    public SentMessage sends(UserContent content) {
        return locked(() -> updates.post(identity, content, 0));
    }

    /**
     * Sends a file; the caption may be empty.
     *
     * @param kind {@code photo}, {@code document}, {@code voice}, {@code audio}, {@code video},
     *     {@code video_note}, {@code animation} or {@code sticker}
     */
    public SentMessage sendsFile(String kind, String fileName, byte[] content, String caption) {
        return locked(
                () ->
                        updates.post(
                                identity,
                                UserContent.file(state.files(), kind, fileName, content, caption),
                                0));
    }

    /** Sends a photo; the caption may be empty. */
    public SentMessage sendsPhoto(byte[] content, String caption) {
        return sendsFile("photo", "photo.jpg", content, caption);
    }

    /** Sends a document; the caption may be empty. */
    public SentMessage sendsDocument(
            String fileName, String mediaType, byte[] content, String caption) {
        return locked(
                () ->
                        updates.post(
                                identity,
                                UserContent.document(
                                        state.files(), fileName, mediaType, content, caption),
                                0));
    }

    /** Sends a sticker; the emoji may be empty. */
    public SentMessage sendsSticker(String emoji, byte[] content) {
        return locked(
                () ->
                        updates.post(
                                identity, UserContent.sticker(state.files(), emoji, content), 0));
    }

    /** Sends photos as an album, which is one message for each; the caption is the first one's. */
    public List<SentMessage> sendsAlbum(List<byte[]> photos, String caption) {
        synchronized (state.lock()) {
            List<SentMessage> sent = new ArrayList<>();
            JsonNode album =
                    JsonNodeFactory.instance.textNode(Long.toString(state.files().nextAlbum()));
            for (byte[] photo : photos) {
                UserContent content =
                        UserContent.file(
                                state.files(),
                                "photo",
                                "photo.jpg",
                                photo,
                                sent.isEmpty() ? caption : "");
                sent.add(updates.post(identity, content.with("media_group_id", album), 0));
            }
            return sent;
        }
    }

    /** Sends a text that the bot alone sees, in a group. */
    public SentMessage whispers(String text) {
        return locked(() -> updates.whisper(identity, UserContent.text(text)));
    }

    /** Changes the text of one of the messages of this chat. */
    public SentMessage edits(long messageId, String text) {
        return locked(() -> updates.edit(messageId, text));
    }

    /** Presses the button with this data in the latest message of the bot that has one. */
    public SentMessage presses(String data) {
        return locked(() -> updates.press(identity, chat.withButton(data), data));
    }

    /** Reacts to a message with an emoji. */
    public void reacts(long messageId, String emoji) {
        synchronized (state.lock()) {
            updates.react(identity, messageId, emoji);
        }
    }

    /** Blocks the bot: messages to this chat get a 403. */
    public void blocksBot() {
        synchronized (state.lock()) {
            chat.refuse("bot was blocked by the user");
            updates.member(identity, "member", "kicked");
        }
    }

    /** Unblocks the bot. */
    public void unblocksBot() {
        synchronized (state.lock()) {
            chat.refuse("");
            updates.member(identity, "kicked", "member");
        }
    }

    @Override
    public List<BotMessage> heard() {
        synchronized (state.lock()) {
            return chat.heard(topic);
        }
    }

    /** Returns what the bot said to this person alone, in a group. */
    public List<BotMessage> heardAlone() {
        synchronized (state.lock()) {
            return chat.heardAlone(identity.from().path("id").asLong());
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

    private SentMessage locked(Supplier<SentMessage> action) {
        synchronized (state.lock()) {
            return action.get();
        }
    }
}
