package dev.gateway.adapter.telegram;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a part is to be sent. The chat is the address; topic, reply, formatting and the kind of a
 * file are wishes: if the platform cannot meet one, the part is sent without it.
 *
 * @param part what is sent
 * @param target the chat, and the topic in it
 * @param reply the message it answers, in groups, where others may speak in between
 * @param markdown whether the text is formatted
 * @param moved whether the chat is the supergroup that the chat meant before has become
 */
record SendAttempt(
        TelegramMessagePart part,
        ChatTarget target,
        OptionalLong reply,
        boolean markdown,
        boolean moved) {

    /** What is said about the chat or the text itself, which no wish can help. */
    private static final List<String> NO_WISH =
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

    /** The next attempt after a refusal; empty if nothing can be left out that would help. */
    Optional<SendAttempt> after(BotApiException refusal) {
        if (refusal.migrateTo().isPresent()) {
            var supergroup = new ChatTarget(refusal.migrateTo().getAsLong(), OptionalLong.empty());
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
        return anyWish && NO_WISH.stream().noneMatch(refusal::says)
                ? Optional.of(withoutTopic(special() ? part.asDocument() : part, false))
                : Optional.empty();
    }

    /** What it answers lies in the topic and would take it there again. */
    private SendAttempt withoutTopic(TelegramMessagePart what, boolean formatted) {
        return new SendAttempt(
                what,
                new ChatTarget(target.chat(), OptionalLong.empty()),
                OptionalLong.empty(),
                formatted,
                moved);
    }

    private boolean special() {
        return part.file() != null && !part.method().equals(TelegramMessagePart.DOCUMENT);
    }

    /** A picture that Telegram cannot show as one, and the like, can go as a document. */
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
