package dev.gateway.adapter.telegram.outgoing;

import dev.gateway.core.platform.Attachment;
import java.util.Locale;

/** The ways of sending a file. Telegram shows each its own way; as a document it takes anything. */
public enum UploadKind {
    PHOTO("sendPhoto", Album.PICTURES, true),
    VIDEO("sendVideo", Album.PICTURES, true),
    AUDIO("sendAudio", Album.AUDIO, true),
    DOCUMENT("sendDocument", Album.DOCUMENTS, true),
    VOICE("sendVoice", Album.NONE, true),
    ANIMATION("sendAnimation", Album.NONE, true),
    STICKER("sendSticker", Album.NONE, false);

    private static final long MAX_PHOTO = 10L << 20;

    private final String method;
    private final Album album;
    private final boolean captioned;

    UploadKind(String method, Album album, boolean captioned) {
        this.method = method;
        this.album = album;
        this.captioned = captioned;
    }

    /** The kinds of files that one album may hold together. */
    private enum Album {
        PICTURES,
        AUDIO,
        DOCUMENTS,
        NONE
    }

    /** Returns the way to send a file. */
    public static UploadKind of(Attachment file) {
        return switch (file.kind()) {
            case IMAGE -> image(file);
            case AUDIO -> is(file, "audio/ogg", ".oga", ".ogg", ".opus") ? VOICE : AUDIO;
            case VIDEO -> VIDEO;
            case FILE -> is(file, "application/x-tgsticker", ".tgs") ? STICKER : DOCUMENT;
        };
    }

    private static UploadKind image(Attachment file) {
        if (is(file, "image/gif", ".gif")) {
            return ANIMATION;
        }
        if (is(file, "image/webp", ".webp") && StickerImage.is(file)) {
            return STICKER;
        }
        return file.size() <= MAX_PHOTO ? PHOTO : DOCUMENT;
    }

    /**
     * Returns whether a file has this media type or, if its type is unknown, one of the endings.
     */
    private static boolean is(Attachment file, String type, String... endings) {
        String given = file.mediaType().toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (given.equals(type)) {
            return true;
        }
        String name = file.name().toLowerCase(Locale.ROOT);
        boolean vague = given.equals(Attachment.UNKNOWN_TYPE) || !given.contains("/");
        for (String ending : endings) {
            if (vague && name.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the method of the Bot API. */
    String method() {
        return method;
    }

    /** Returns the name of the file's field, which is also its type in an album. */
    String field() {
        return method.substring("send".length()).toLowerCase(Locale.ROOT);
    }

    boolean captioned() {
        return captioned;
    }

    /** Returns whether a file of another kind may be in one album with this one. */
    boolean joins(UploadKind other) {
        return album != Album.NONE && album == other.album;
    }

    /** Returns the way to send a file that Telegram does not take as this kind. */
    UploadKind otherwise() {
        return this == STICKER ? PHOTO : DOCUMENT;
    }
}
