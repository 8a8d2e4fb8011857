package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
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

/** Sends messages. Thread-safe. */
final class Sender {

    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Duration TYPING = Duration.ofSeconds(5);

    /** A file must go through a poor line, but not take for ever. */
    private static final long BYTES_PER_SECOND = 64L << 10;

    private final TelegramSettings settings;
    private final BotApi api;
    private final CallScope scope;
    private final CallScope hints;
    private final ChatMigrations migrations;
    private final Refusals refusals;
    private final SentParts progress = new SentParts();

    Sender(
            TelegramSettings settings,
            BotApi api,
            CallScope scope,
            CallScope hints,
            ChatMigrations migrations) {
        this.settings = settings;
        this.api = api;
        this.scope = scope;
        this.hints = hints;
        this.migrations = migrations;
        this.refusals = new Refusals(settings.name());
    }

    /** Sends what of the message was not sent before and returns the id of its first part. */
    Optional<String> send(OutboundMessage message)
            throws PlatformException, CallCancelledException, InterruptedException {
        List<Part> parts = Part.of(message);
        if (parts.isEmpty()) {
            throw new Undeliverable("Telegram takes no message without text and file");
        }
        for (Part part : parts) {
            if (part.file() != null && !Files.isReadable(part.file().path())) {
                throw Undeliverable.now("Attachment is gone: " + part.file().path());
            }
        }
        SentParts.Progress done = progress.of(message.id());
        for (Part part : parts.subList(Math.min(done.parts(), parts.size()), parts.size())) {
            JsonNode id = deliver(first(part, message)).path("message_id");
            Optional<String> first =
                    done.first().isPresent() || !id.isIntegralNumber()
                            ? done.first()
                            : Optional.of(id.asText());
            done = new SentParts.Progress(done.parts() + 1, first);
            progress.sent(message.id(), done);
        }
        return done.first();
    }

    /** Shows "typing…" for five seconds; there is no way to hide it. */
    void typing(String conversation) throws CallCancelledException, InterruptedException {
        try {
            ChatTarget target = migrations.resolve(ChatTarget.parse(conversation));
            ObjectNode body = BotApi.body().put("chat_id", target.chat()).put("action", "typing");
            target.topic().ifPresent(id -> body.put("message_thread_id", id));
            api.call("sendChatAction", body, TYPING, hints);
        } catch (ApiRefusal | PlatformException e) {
            // Only a hint to the person; the answer itself will tell what is wrong.
        }
    }

    private SendAttempt first(Part part, OutboundMessage message) throws Undeliverable {
        ChatTarget meant = ChatTarget.parse(message.conversation());
        ChatTarget target = migrations.resolve(meant);
        // Messages of a group have other numbers in the supergroup that it became.
        boolean reply = target.equals(meant) && !target.direct();
        return new SendAttempt(
                part,
                target,
                reply ? ReplyContext.parse(message.replyContext()).message() : OptionalLong.empty(),
                settings.markdown() && !part.text().isEmpty(),
                false);
    }

    private JsonNode deliver(SendAttempt first)
            throws PlatformException, CallCancelledException, InterruptedException {
        SendAttempt attempt = first;
        while (true) {
            try {
                return call(attempt);
            } catch (ApiRefusal e) {
                SendAttempt refused = attempt;
                attempt = refused.after(e).orElseThrow(() -> refusals.ofSend(e));
                if (attempt.moved() && !refused.moved()) {
                    migrations.moved(refused.target().chat(), attempt.target().chat());
                }
            }
        }
    }

    private JsonNode call(SendAttempt attempt)
            throws ApiRefusal, PlatformException, CallCancelledException, InterruptedException {
        Part part = attempt.part();
        ObjectNode body = BotApi.body().put("chat_id", attempt.target().chat());
        attempt.target().topic().ifPresent(id -> body.put("message_thread_id", id));
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

    private JsonNode upload(Part part, ObjectNode body)
            throws ApiRefusal, PlatformException, CallCancelledException, InterruptedException {
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
        var multipart = new Multipart();
        try {
            return api.call(
                    part.method(),
                    multipart.type(),
                    multipart.body(
                            fields, part.field(), file.name(), file.mediaType(), file.path()),
                    CALL.plusSeconds(file.size() / BYTES_PER_SECOND),
                    scope);
        } catch (FileNotFoundException e) {
            throw Undeliverable.now("Attachment is gone: " + file.path());
        }
    }
}
