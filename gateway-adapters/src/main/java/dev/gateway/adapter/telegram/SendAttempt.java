package dev.gateway.adapter.telegram;

import dev.gateway.adapter.telegram.outgoing.TelegramMessagePart;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An attempt to send a part. The chat is mandatory; topic, reply, formatting and the kind of a file
 * are optional: if the platform rejects one, the part is sent without it.
 *
 * @param part the part to send
 * @param target the chat and its topic
 * @param reply the answered message, in groups, where others may write in between
 * @param formatted whether the server formats the text
 * @param moved whether the chat is the supergroup that the addressed chat became
 */
record SendAttempt(
        TelegramMessagePart part,
        ChatTarget target,
        OptionalLong reply,
        boolean formatted,
        boolean moved) {

    /** Descriptions of errors in the chat, which omitting an option cannot correct. */
    private static final List<String> ABOUT_CHAT =
            List.of(
                    "chat not found",
                    "not enough rights to send text",
                    "have no rights",
                    "administrator rights",
                    "CHAT_WRITE_FORBIDDEN",
                    "CHAT_RESTRICTED",
                    "PEER_ID_INVALID",
                    "deactivated",
                    "logged out");

    /** Descriptions of errors in the text or the file itself. */
    private static final List<String> ABOUT_CONTENT =
            List.of(
                    "message is too long",
                    "caption is too long",
                    "text is empty",
                    "text must be non-empty",
                    "file must be non-empty",
                    "wrong file identifier");

    /** Returns the next attempt after an error; empty if omitting an option would not help. */
    Optional<SendAttempt> after(BotApiException refusal) {
        if (refusal.migrateTo().isPresent()) {
            var supergroup = target.movedTo(refusal.migrateTo().getAsLong());
            return moved
                    ? Optional.empty()
                    : Optional.of(
                            new SendAttempt(
                                    part, supergroup, OptionalLong.empty(), formatted, true));
        }
        if (part.hasOtherWay() && unsuitable(refusal)) {
            return Optional.of(with(part.otherWay()));
        }
        if (refusal.code() != 400) {
            return Optional.empty();
        }
        if (reply.isPresent() && refusal.says("repl")) {
            return Optional.of(
                    new SendAttempt(part, target, OptionalLong.empty(), formatted, moved));
        }
        if (target.topic().isPresent()
                && (refusal.says("thread not found") || refusal.says("topic"))) {
            return Optional.of(withoutTopic(part, formatted));
        }
        if (formatted && (refusal.says("can't parse") || refusal.says("entit"))) {
            return Optional.of(new SendAttempt(part, target, reply, false, moved));
        }
        boolean anyWish =
                reply.isPresent() || target.topic().isPresent() || formatted || part.hasOtherWay();
        return anyWish && !isAbout(ABOUT_CHAT, refusal) && !isAbout(ABOUT_CONTENT, refusal)
                ? Optional.of(withoutTopic(part.hasOtherWay() ? part.asDocument() : part, false))
                : Optional.empty();
    }

    /**
     * Returns whether the files of an album should be sent one by one after an error: one of them
     * may be what the platform refuses, or all of them may be too much for one call.
     */
    boolean mustBeTakenApart(BotApiException refusal) {
        if (!part.isAlbum() || refusal.migrateTo().isPresent()) {
            return false;
        }
        return switch (refusal.code()) {
            case 400 ->
                    !isAbout(ABOUT_CHAT, refusal)
                            && !refusal.says("repl")
                            && !refusal.says("thread not found")
                            && !refusal.says("topic")
                            && !refusal.says("can't parse entities");
            case 404 -> refusal.says("method not found");
            case 413 -> true;
            default -> false;
        };
    }

    /** Returns the attempt for another part to the same place. */
    SendAttempt with(TelegramMessagePart other) {
        return new SendAttempt(other, target, reply, formatted, moved);
    }

    private static boolean isAbout(List<String> descriptions, BotApiException refusal) {
        return descriptions.stream().anyMatch(refusal::says);
    }

    /**
     * Returns the part without topic and reply: the answered message lies in the topic and would
     * move it there.
     */
    private SendAttempt withoutTopic(TelegramMessagePart what, boolean formatted) {
        return new SendAttempt(what, target.withoutTopic(), OptionalLong.empty(), formatted, moved);
    }

    /** Returns whether the file cannot be shown as its kind, but can go as another one. */
    private static boolean unsuitable(BotApiException refusal) {
        return refusal.says("PHOTO_")
                || refusal.says("PHOTOS_")
                || refusal.says("IMAGE_PROCESS_FAILED")
                || refusal.says("VIDEO_")
                || refusal.says("VIDEOS_")
                || refusal.says("AUDIO_")
                || refusal.says("AUDIOS_")
                || refusal.says("VOICE_")
                || refusal.says("STICKER_")
                || refusal.says("not enough rights to send photos")
                || refusal.says("not enough rights to send videos")
                || refusal.says("not enough rights to send audios")
                || refusal.says("not enough rights to send voice notes")
                || refusal.says("not enough rights to send stickers")
                || refusal.says("not enough rights to send animations")
                || refusal.says("wrong file type")
                || refusal.says("wrong type of the web page content")
                || refusal.says("method not found");
    }
}
