package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.telegram.outgoing.AnswerPartitioner;
import dev.gateway.adapter.telegram.outgoing.GuestQuery;
import dev.gateway.adapter.telegram.outgoing.SendProgressCache;
import dev.gateway.adapter.telegram.outgoing.TelegramCall;
import dev.gateway.adapter.telegram.outgoing.TelegramMessagePart;
import dev.gateway.adapter.telegram.outgoing.TelegramUpload;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A sender of messages. Thread-safe. */
final class TelegramMessageSender {

    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Duration TYPING = Duration.ofSeconds(5);

    /** The slowest accepted upload: a file must pass a slow connection, but not take for ever. */
    private static final long BYTES_PER_SECOND = 64L << 10;

    private final BotApi api;
    private final CancellationScope scope;
    private final CancellationScope hints;
    private final ChatMigrationRegistry migrations;
    private final TelegramErrorMapper errors;
    private final SendProgressCache progress = new SendProgressCache();

    TelegramMessageSender(
            TelegramSettings settings,
            BotApi api,
            CancellationScope scope,
            CancellationScope hints,
            ChatMigrationRegistry migrations) {
        this.api = api;
        this.scope = scope;
        this.hints = hints;
        this.migrations = migrations;
        this.errors = new TelegramErrorMapper(settings.name());
    }

    /**
     * Sends the parts of a message that were not sent before and returns the id of its first part.
     * A file that is gone keeps neither the text nor the other files from the chat.
     */
    Optional<String> send(OutboundMessage message)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (message.text().isBlank() && message.attachments().isEmpty()) {
            throw new Undeliverable("Telegram takes no message without text and file");
        }
        Optional<GuestQuery> guest = GuestQuery.of(message.conversation());
        if (guest.isPresent()) {
            return answer(guest.get(), message);
        }
        SendProgressCache.Progress done = progress.of(message.id());
        String text = done.text() ? "" : message.text();
        List<TelegramUpload> left =
                new ArrayList<>(AnswerPartitioner.uploads(message.attachments()));
        left.removeIf(upload -> done.files().contains(upload.index()));
        List<TelegramUpload> gone = left.stream().filter(upload -> !isThere(upload)).toList();
        left.removeAll(gone);
        for (TelegramMessagePart part : AnswerPartitioner.parts(text, message.format(), left)) {
            deliver(first(part, message), message.id());
        }
        if (!gone.isEmpty()) {
            throw Undeliverable.now("Attachment is gone: " + gone.get(0).file().location());
        }
        return progress.of(message.id()).first();
    }

    /** Answers a question in a chat whose member the bot is not, which takes one text. */
    private Optional<String> answer(GuestQuery query, OutboundMessage message)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (message.text().isBlank()) {
            throw new Undeliverable("Telegram takes only text in a chat without the bot");
        }
        boolean formatted = message.format() == TextFormat.MARKDOWN;
        JsonNode sent;
        try {
            sent = answer(query, message, formatted);
        } catch (BotApiException e) {
            if (!formatted || !e.says("can't parse")) {
                throw errors.fromSend(e);
            }
            try {
                sent = answer(query, message, false);
            } catch (BotApiException again) {
                throw errors.fromSend(again);
            }
        }
        if (!message.attachments().isEmpty()) {
            throw new Undeliverable(
                    "The text was sent; Telegram takes no file in a chat without the bot");
        }
        return Optional.of(sent.path("inline_message_id").asText("")).filter(id -> !id.isEmpty());
    }

    private JsonNode answer(GuestQuery query, OutboundMessage message, boolean formatted)
            throws BotApiException, Unreachable, CallCancelledException, InterruptedException {
        ObjectNode body = query.answer(message.text(), message.format(), formatted);
        return api.call("answerGuestQuery", body, CALL, scope);
    }

    private static boolean isThere(TelegramUpload upload) {
        try {
            return Files.isReadable(upload.file().path());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Shows "typing…" for five seconds; there is no way to hide it earlier. */
    void typing(String conversation) throws CallCancelledException, InterruptedException {
        try {
            ChatTarget target = migrations.resolve(ChatTarget.parse(conversation));
            if (target.receiver().isPresent()) {
                // All members would see the hint.
                return;
            }
            ObjectNode body = BotApi.body().put("chat_id", target.chat()).put("action", "typing");
            target.topic().ifPresent(id -> body.put("message_thread_id", id));
            api.call("sendChatAction", body, TYPING, hints);
        } catch (BotApiException | PlatformException e) {
            // Only a hint; the answer itself will report the error.
        }
    }

    private SendAttempt first(TelegramMessagePart part, OutboundMessage message)
            throws Undeliverable {
        ChatTarget meant = ChatTarget.parse(message.conversation());
        ChatTarget target = migrations.resolve(meant);
        // Messages of a group have other ids in the supergroup that it became.
        boolean reply = target.equals(meant) && !target.direct();
        return new SendAttempt(
                part,
                target,
                reply
                        ? TelegramReplyContext.parse(message.replyContext()).message()
                        : OptionalLong.empty(),
                part.format() == TextFormat.MARKDOWN && !part.text().isEmpty(),
                false);
    }

    private void deliver(SendAttempt first, String id)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (first.part().isAlbum() && first.target().receiver().isPresent()) {
            // An album goes to the whole chat; the method knows no single receiver.
            deliverOneByOne(first, id);
            return;
        }
        SendAttempt attempt = first;
        while (true) {
            try {
                JsonNode sent = call(attempt);
                JsonNode message = sent.isArray() ? sent.path(0) : sent;
                JsonNode sentId = message.path("message_id");
                progress.sent(
                        id,
                        progress.of(id)
                                .plus(
                                        attempt.part(),
                                        Optional.of(sentId.asText())
                                                .filter(any -> sentId.isIntegralNumber())));
                return;
            } catch (BotApiException e) {
                SendAttempt refused = attempt;
                if (refused.mustBeTakenApart(e)) {
                    deliverOneByOne(refused, id);
                    return;
                }
                attempt = refused.after(e).orElseThrow(() -> errors.fromSend(e));
                if (attempt.moved() && !refused.moved()) {
                    migrations.recordMigration(refused.target().chat(), attempt.target().chat());
                }
            }
        }
    }

    /** Sends the files of an album, of which one that is refused does not stop the others. */
    private void deliverOneByOne(SendAttempt album, String id)
            throws PlatformException, CallCancelledException, InterruptedException {
        Undeliverable failed = null;
        for (TelegramMessagePart single : album.part().singles()) {
            try {
                deliver(album.with(single), id);
            } catch (Undeliverable e) {
                failed = failed == null ? e : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private JsonNode call(SendAttempt attempt)
            throws BotApiException,
                    PlatformException,
                    CallCancelledException,
                    InterruptedException {
        TelegramMessagePart part = attempt.part();
        ObjectNode body = BotApi.body().put("chat_id", attempt.target().chat());
        attempt.target().topic().ifPresent(id -> body.put("message_thread_id", id));
        attempt.target()
                .receiver()
                .ifPresent(
                        id ->
                                body.putObject("ephemeral_message_parameters")
                                        .put("receiver_user_id", id));
        attempt.reply()
                .ifPresent(
                        id ->
                                body.putObject("reply_parameters")
                                        .put("message_id", id)
                                        .put("allow_sending_without_reply", true));
        try {
            TelegramCall call = TelegramCall.of(part, body, attempt.formatted());
            return api.call(
                    part.method(),
                    call.contentType(),
                    call.body(),
                    CALL.plusSeconds(part.bytes() / BYTES_PER_SECOND),
                    scope);
        } catch (FileNotFoundException e) {
            throw Undeliverable.now("Attachment is gone: " + e.getMessage());
        }
    }
}
