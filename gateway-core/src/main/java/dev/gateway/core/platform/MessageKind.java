package dev.gateway.core.platform;

import java.util.Locale;

/** The kind of a received message, as handlers are told it. */
public enum MessageKind {
    TEXT,
    IMAGE,
    AUDIO,
    VIDEO,
    FILE,
    STICKER,
    LOCATION,
    CONTACT,
    POLL,
    /** A pressed button; its data is {@link MessageContext#data()}. */
    CALLBACK,
    /** A new version of a message that was received before. */
    EDITED,
    OTHER;

    /** Returns the name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kind of a name in JSON; {@link #OTHER} for one that this version lacks. */
    public static MessageKind of(String wireName) {
        for (MessageKind kind : values()) {
            if (kind.wireName().equals(wireName)) {
                return kind;
            }
        }
        return OTHER;
    }
}
