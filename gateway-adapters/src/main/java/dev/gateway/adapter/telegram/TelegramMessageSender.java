package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.adapter.http.MultipartForm;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A sender of messages. Thread-safe. */
final class TelegramMessageSender {

    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Duration TYPING = Duration.ofSeconds(5);

    /** The slowest accepted upload: a file must pass a slow connection, but not take for ever. */
    private static final long BYTES_PER_SECOND = 64L << 10;

    private final TelegramSettings settings;
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
        this.settings = settings;
        this.api = api;
        this.scope = scope;
        this.hints = hints;
        this.migrations = migrations;
        this.errors = new TelegramErrorMapper(settings.name());
    }

    /**
     * Sends the parts of a message that were not sent before and returns the id of its first part.
     */
    Optional<String> send(OutboundMessage message)
            throws PlatformException, CallCancelledException, InterruptedException {
        List<TelegramMessagePart> parts = TelegramMessagePart.of(message);
        if (parts.isEmpty()) {
            throw new Undeliverable("Telegram takes no message without text and file");
        }
        for (TelegramMessagePart part : parts) {
            if (part.file() != null && !Files.isReadable(part.file().path())) {
                throw Undeliverable.now("Attachment is gone: " + part.file().path());
            }
        }
        SendProgressCache.Progress done = progress.of(message.id());
        for (TelegramMessagePart part :
                parts.subList(Math.min(done.parts(), parts.size()), parts.size())) {
            JsonNode id = deliver(first(part, message)).path("message_id");
            Optional<String> first =
                    done.first().isPresent() || !id.isIntegralNumber()
                            ? done.first()
                            : Optional.of(id.asText());
            done = new SendProgressCache.Progress(done.parts() + 1, first);
            progress.sent(message.id(), done);
        }
        return done.first();
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
                settings.markdown() && !part.text().isEmpty(),
                false);
    }

    private JsonNode deliver(SendAttempt first)
            throws PlatformException, CallCancelledException, InterruptedException {
        SendAttempt attempt = first;
        while (true) {
            try {
                return call(attempt);
            } catch (BotApiException e) {
                SendAttempt refused = attempt;
                attempt = refused.after(e).orElseThrow(() -> errors.fromSend(e));
                if (attempt.moved() && !refused.moved()) {
                    migrations.recordMigration(refused.target().chat(), attempt.target().chat());
                }
            }
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
        if (attempt.markdown()) {
            body.put("parse_mode", "Markdown");
        }
        if (part.file() == null) {
            return api.call(part.method(), body.put("text", part.text()), CALL, scope);
        }
        if (!part.text().isEmpty()) {
            body.put("caption", part.text());
        }
        return upload(part, body);
    }

    private JsonNode upload(TelegramMessagePart part, ObjectNode body)
            throws BotApiException,
                    PlatformException,
                    CallCancelledException,
                    InterruptedException {
        Map<String, String> fields = new LinkedHashMap<>();
        body.properties()
                .forEach(
                        field ->
                                fields.put(
                                        field.getKey(),
                                        field.getValue().isObject()
                                                ? field.getValue().toString()
                                                : field.getValue().asText()));
        var file = part.file();
        var form = new MultipartForm();
        try {
            return api.call(
                    part.method(),
                    form.contentType(),
                    form.body(fields, part.field(), file.name(), file.mediaType(), file.path()),
                    CALL.plusSeconds(file.size() / BYTES_PER_SECOND),
                    scope);
        } catch (FileNotFoundException e) {
            throw Undeliverable.now("Attachment is gone: " + file.path());
        }
    }
}
