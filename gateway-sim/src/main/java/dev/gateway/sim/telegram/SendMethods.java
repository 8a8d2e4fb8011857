package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.server.MultipartFormReader;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.protocol.MarkupParser;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The methods of the Bot API that send messages: sendMessage, sendPhoto, sendDocument. */
final class SendMethods {

    /**
     * The limit in UTF-16 units. The real platform may count whole characters; a client within this
     * limit is within that one as well.
     */
    private static final int MAX_TEXT = 4096;

    private static final int MAX_CAPTION = 1024;
    private static final int MAX_PHOTO = 10 * 1024 * 1024;
    private static final int MAX_DOCUMENT = 50 * 1024 * 1024;

    private final SendTargetResolver targets;
    private final TelegramFileStore files;
    private final MessageLedger ledger;
    private final Clock clock;

    SendMethods(
            SendTargetResolver targets,
            TelegramFileStore files,
            MessageLedger ledger,
            Clock clock) {
        this.targets = targets;
        this.files = files;
        this.ledger = ledger;
        this.clock = clock;
    }

    CompletionStage<Response> sendMessage(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        String mode = arguments.text("parse_mode").orElse("");
        String text = MarkupParser.visible(arguments.text("text").orElse(""), mode).strip();
        if (text.isEmpty()) {
            throw TelegramException.badRequest("message text is empty");
        }
        SendTargetResolver.Target target = targets.find(bot, arguments);
        if (text.length() > MAX_TEXT) {
            throw TelegramException.badRequest("message is too long");
        }
        ObjectNode content = JsonNodeFactory.instance.objectNode().put("text", text);
        return post(target, content, text, List.of(), request);
    }

    CompletionStage<Response> sendPhoto(TelegramBot bot, MethodArguments arguments, Request request)
            throws TelegramException {
        SendTargetResolver.Target target = targets.find(bot, arguments);
        String caption = caption(arguments);
        TelegramFileStore.StoredFile file = file("photo", MAX_PHOTO, arguments);
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.putArray("photo").add(file.json().put("width", 640).put("height", 480));
        return post(target, content, caption, List.of(heard("photo", file)), request);
    }

    CompletionStage<Response> sendDocument(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        SendTargetResolver.Target target = targets.find(bot, arguments);
        String caption = caption(arguments);
        TelegramFileStore.StoredFile file = file("document", MAX_DOCUMENT, arguments);
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.set(
                "document",
                file.json().put("file_name", file.name()).put("mime_type", file.mediaType()));
        return post(target, content, caption, List.of(heard("document", file)), request);
    }

    private static String caption(MethodArguments arguments) throws TelegramException {
        String mode = arguments.text("parse_mode").orElse("");
        String caption = MarkupParser.visible(arguments.text("caption").orElse(""), mode).strip();
        if (caption.length() > MAX_CAPTION) {
            throw TelegramException.badRequest("message caption is too long");
        }
        return caption;
    }

    /**
     * Returns the file of a part of this name, of a part it refers to, or a file that the platform
     * already has.
     */
    private TelegramFileStore.StoredFile file(String name, int largest, MethodArguments arguments)
            throws TelegramException {
        String reference = arguments.text(name).orElse("");
        String part =
                reference.startsWith("attach://")
                        ? reference.substring("attach://".length())
                        : name;
        MultipartFormReader.Upload upload = arguments.files().get(part);
        if (upload == null && reference.isEmpty()) {
            throw TelegramException.badRequest("there is no " + name + " in the request");
        }
        if (upload == null) {
            return files.find(reference)
                    .orElseThrow(
                            () ->
                                    TelegramException.badRequest(
                                            "wrong file identifier/HTTP URL specified"));
        }
        if (upload.content().length == 0) {
            throw TelegramException.badRequest("file must be non-empty");
        }
        if (upload.content().length > largest) {
            throw new TelegramException(413, "Request Entity Too Large");
        }
        return files.add(name + "s", upload.fileName(), upload.mediaType(), upload.content());
    }

    private static BotMessage.File heard(String kind, TelegramFileStore.StoredFile file) {
        return new BotMessage.File(kind, file.name(), file.content());
    }

    private CompletionStage<Response> post(
            SendTargetResolver.Target target,
            ObjectNode content,
            String text,
            List<BotMessage.File> sent,
            Request request) {
        TelegramChat chat = target.chat();
        long id = chat.bot().nextMessageId();
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("message_id", id);
        message.set("from", chat.bot().user());
        message.set("chat", chat.json());
        message.put("date", clock.instant().getEpochSecond());
        if (target.thread() != 0) {
            message.put("message_thread_id", target.thread()).put("is_topic_message", true);
        }
        target.repliedTo()
                .ifPresent(replied -> message.set("reply_to_message", shortened(replied)));
        message.setAll(content);
        if (!text.isEmpty() && !content.has("text")) {
            message.put("caption", text);
        }
        Optional<String> answered =
                ledger.answered(
                        chat.bot().label(),
                        chat.conversation(target.thread()),
                        target.repliedTo().flatMap(TelegramChat.Message::ledgerId),
                        text,
                        request.connection());
        BotMessage botMessage = new BotMessage(text, answered, sent, System.nanoTime());
        chat.add(
                id,
                new TelegramChat.Message(
                        target.thread(), message, Optional.empty(), Optional.of(botMessage)));
        return BotApiResponseFactory.now(message);
    }

    /**
     * Returns a message without its own reply; the platform shows a replied-to message like this.
     */
    private static JsonNode shortened(TelegramChat.Message message) {
        ObjectNode copy = message.json().deepCopy();
        copy.remove("reply_to_message");
        return copy;
    }
}
