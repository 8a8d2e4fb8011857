package dev.gateway.core.platform;

import java.util.Optional;

/** Builder of a {@link MessageContext}; all that is not set is empty. Not thread-safe. */
public final class MessageContextBuilder {

    private String senderName = "";
    private SenderKind senderKind = SenderKind.PERSON;
    private String chatTitle = "";
    private Optional<Boolean> addressed = Optional.empty();
    private boolean mentionsAll;
    private MessageKind kind = MessageKind.TEXT;
    private Optional<Quote> replyTo = Optional.empty();
    private String forwardedFrom = "";
    private Optional<GeoLocation> location = Optional.empty();
    private String data = "";
    private String album = "";
    private String messageId = "";

    MessageContextBuilder() {}

    public MessageContextBuilder senderName(String name) {
        senderName = name;
        return this;
    }

    public MessageContextBuilder senderKind(SenderKind sender) {
        senderKind = sender;
        return this;
    }

    public MessageContextBuilder chatTitle(String title) {
        chatTitle = title;
        return this;
    }

    public MessageContextBuilder addressed(boolean bot) {
        addressed = Optional.of(bot);
        return this;
    }

    public MessageContextBuilder mentionsAll(boolean all) {
        mentionsAll = all;
        return this;
    }

    public MessageContextBuilder kind(MessageKind message) {
        kind = message;
        return this;
    }

    public MessageContextBuilder replyTo(Optional<Quote> quote) {
        replyTo = quote;
        return this;
    }

    public MessageContextBuilder forwardedFrom(String origin) {
        forwardedFrom = origin;
        return this;
    }

    public MessageContextBuilder location(Optional<GeoLocation> place) {
        location = place;
        return this;
    }

    public MessageContextBuilder data(String button) {
        data = button;
        return this;
    }

    public MessageContextBuilder album(String key) {
        album = key;
        return this;
    }

    public MessageContextBuilder messageId(String id) {
        messageId = id;
        return this;
    }

    public MessageContext build() {
        return new MessageContext(
                senderName,
                senderKind,
                chatTitle,
                addressed,
                mentionsAll,
                kind,
                replyTo,
                forwardedFrom,
                location,
                data,
                album,
                messageId);
    }
}
