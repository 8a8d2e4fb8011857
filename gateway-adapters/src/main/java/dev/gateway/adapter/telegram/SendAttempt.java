package dev.gateway.adapter.telegram;

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
 * @param markdown whether the text is formatted
 * @param moved whether the chat is the supergroup that the addressed chat became
 */
record SendAttempt(
        TelegramMessagePart part,
        ChatTarget target,
        OptionalLong reply,
        boolean markdown,
        boolean moved) {

    /**
     * Descriptions of errors in the chat or the text itself, which omitting an option cannot
     * correct.
     */
    private static final List<String> NOT_NEGOTIABLE =
            List.of(
                    "chat not found",
                    "not enough rights to send text",
                    "have no rights",
                    "administrator rights",
                    "CHAT_WRITE_FORBIDDEN",
                    "CHAT_RESTRICTED",
                    "PEER_ID_INVALID",
                    "deactivated",
                    "logged out",
                    "message is too long",
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
                                    part, supergroup, OptionalLong.empty(), markdown, true));
        }
        if (special() && unsuitable(refusal)) {
            return Optional.of(new SendAttempt(part.asDocument(), target, reply, markdown, moved));
        }
        if (refusal.code() != 400) {
            return Optional.empty();
        }
        if (reply.isPresent() && refusal.says("repl")) {
            return Optional.of(
                    new SendAttempt(part, target, OptionalLong.empty(), markdown, moved));
        }
        if (target.topic().isPresent()
                && (refusal.says("thread not found") || refusal.says("topic"))) {
            return Optional.of(withoutTopic(part, markdown));
        }
        if (markdown && (refusal.says("can't parse") || refusal.says("entit"))) {
            return Optional.of(new SendAttempt(part, target, reply, false, moved));
        }
        boolean anyWish = reply.isPresent() || target.topic().isPresent() || markdown || special();
        return anyWish && NOT_NEGOTIABLE.stream().noneMatch(refusal::says)
                ? Optional.of(withoutTopic(special() ? part.asDocument() : part, false))
                : Optional.empty();
    }

    /**
     * Returns the part without topic and reply: the answered message lies in the topic and would
     * move it there.
     */
    private SendAttempt withoutTopic(TelegramMessagePart what, boolean formatted) {
        return new SendAttempt(what, target.withoutTopic(), OptionalLong.empty(), formatted, moved);
    }

    private boolean special() {
        return part.file() != null && !part.method().equals(TelegramMessagePart.DOCUMENT);
    }

    /** Returns whether the file cannot be shown as its kind, but can go as a document. */
    private static boolean unsuitable(BotApiException refusal) {
        return refusal.says("PHOTO_")
                || refusal.says("PHOTOS_")
                || refusal.says("IMAGE_PROCESS_FAILED")
                || refusal.says("VIDEO_")
                || refusal.says("VIDEOS_")
                || refusal.says("AUDIO_")
                || refusal.says("AUDIOS_")
                || refusal.says("not enough rights to send photos")
                || refusal.says("not enough rights to send videos")
                || refusal.says("not enough rights to send audios")
                || refusal.says("wrong type of the web page content")
                || refusal.says("method not found");
    }
}
