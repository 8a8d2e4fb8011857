package dev.gateway.core.platform;

import java.util.Objects;
import java.util.Optional;

/**
 * The surroundings of a received message, as far as the platform reports them.
 *
 * @param senderName the sender's name; empty if unknown
 * @param senderKind the kind of the sender
 * @param chatTitle the title of the group; empty if unknown or in a private chat
 * @param addressed whether the message addresses the bot by a mention, a reply to it, a command or
 *     a pressed button; empty if the adapter cannot tell
 * @param mentionsAll whether it addresses all members of the group
 * @param kind the kind of the message
 * @param replyTo the message that this one answers or quotes
 * @param forwardedFrom the name of the original author or chat; empty if it is not forwarded
 * @param location the place that it contains
 * @param data the data of a pressed button; empty for all other kinds
 * @param album the key of the group of messages that it is a part of: those of one sender in one
 *     conversation with the same key are joined; empty for a message of its own
 * @param messageId the platform's id of the message; empty if it has none or needs none
 */
public record MessageContext(
        String senderName,
        SenderKind senderKind,
        String chatTitle,
        Optional<Boolean> addressed,
        boolean mentionsAll,
        MessageKind kind,
        Optional<Quote> replyTo,
        String forwardedFrom,
        Optional<GeoLocation> location,
        String data,
        String album,
        String messageId) {

    /** An empty context of a text. */
    public static final MessageContext NONE = builder().build();

    /** Checks that nothing is missing. */
    public MessageContext {
        Objects.requireNonNull(senderName, "senderName");
        Objects.requireNonNull(senderKind, "senderKind");
        Objects.requireNonNull(chatTitle, "chatTitle");
        Objects.requireNonNull(addressed, "addressed");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(replyTo, "replyTo");
        Objects.requireNonNull(forwardedFrom, "forwardedFrom");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(album, "album");
        Objects.requireNonNull(messageId, "messageId");
    }

    /** Returns a builder of an empty context. */
    public static MessageContextBuilder builder() {
        return new MessageContextBuilder();
    }

    /** Returns a builder that begins with the values of this context. */
    public MessageContextBuilder toBuilder() {
        MessageContextBuilder builder =
                builder()
                        .senderName(senderName)
                        .senderKind(senderKind)
                        .chatTitle(chatTitle)
                        .mentionsAll(mentionsAll)
                        .kind(kind)
                        .replyTo(replyTo)
                        .forwardedFrom(forwardedFrom)
                        .location(location)
                        .data(data)
                        .album(album)
                        .messageId(messageId);
        addressed.ifPresent(builder::addressed);
        return builder;
    }
}
