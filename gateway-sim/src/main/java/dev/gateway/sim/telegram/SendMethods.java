package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.content.ContentReaders;
import dev.gateway.sim.telegram.content.SentContent;
import dev.gateway.sim.telegram.protocol.InlineKeyboard;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The methods of the Bot API that send messages. All of them read their content, find the chat and
 * put the messages into it; they differ only in the content.
 */
final class SendMethods {

    private final SendTargetResolver targets;
    private final TelegramState state;

    SendMethods(SendTargetResolver targets, TelegramState state) {
        this.targets = targets;
        this.state = state;
    }

    /** Returns the methods by name. */
    Map<String, BotApiMethod> all() {
        Map<String, BotApiMethod> methods = new LinkedHashMap<>();
        ContentReaders.byMethod(state.files())
                .forEach(
                        (name, reader) ->
                                methods.put(
                                        name,
                                        (bot, arguments, request) ->
                                                send(name, reader, bot, arguments, request)));
        methods.put("forwardMessage", this::forward);
        methods.put("copyMessage", this::copy);
        return methods;
    }

    private CompletionStage<Response> send(
            String method,
            SentContent.Reader reader,
            TelegramBot bot,
            MethodArguments arguments,
            Request request)
            throws TelegramException {
        List<SentContent> contents = reader.read(arguments);
        Optional<JsonNode> keyboard = InlineKeyboard.of(arguments);
        SendTargetResolver.Target target = targets.find(bot, arguments, contents.size());
        if (!method.equals("sendMediaGroup")) {
            receiver(arguments)
                    .ifPresent(person -> contents.get(0).json().set("receiver_user", person));
            ObjectNode sent = post(target, contents.get(0), request);
            keyboard.ifPresent(markup -> sent.set("reply_markup", markup));
            return BotApiResponseFactory.now(sent);
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        String album = Long.toString(state.files().nextAlbum());
        for (SentContent content : contents) {
            if (contents.size() > 1) {
                content.json().put("media_group_id", album);
            }
            all.add(post(target, content, request));
        }
        return BotApiResponseFactory.now(all);
    }

    /** Returns the only member who shall see a message. */
    private static Optional<ObjectNode> receiver(MethodArguments arguments) {
        JsonNode id = arguments.json("ephemeral_message_parameters").path("receiver_user_id");
        return id.isIntegralNumber()
                ? Optional.of(JsonNodeFactory.instance.objectNode().put("id", id.asLong()))
                : Optional.empty();
    }

    private CompletionStage<Response> forward(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat.Message source = source(bot, arguments, "forward");
        SentContent content = copied(source);
        ObjectNode json = content.json();
        json.putObject("forward_origin")
                .put("type", "user")
                .put("date", source.json().path("date").asLong())
                .set("sender_user", source.json().path("from"));
        json.set("forward_from", source.json().path("from"));
        json.set("forward_date", source.json().path("date"));
        SendTargetResolver.Target target = targets.find(bot, arguments, 1);
        return BotApiResponseFactory.now(post(target, content, request));
    }

    private CompletionStage<Response> copy(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        SentContent content = copied(source(bot, arguments, "copy"));
        SendTargetResolver.Target target = targets.find(bot, arguments, 1);
        ObjectNode sent = post(target, content, request);
        return BotApiResponseFactory.now(
                JsonNodeFactory.instance.objectNode().set("message_id", sent.get("message_id")));
    }

    private TelegramChat.Message source(TelegramBot bot, MethodArguments arguments, String what)
            throws TelegramException {
        TelegramChat from = targets.chat(bot, arguments, "from_chat_id");
        return SendTargetResolver.message(from, arguments, "message to " + what);
    }

    private static SentContent copied(TelegramChat.Message source) {
        ObjectNode json = source.json().deepCopy();
        json.remove(
                List.of(
                        "message_id",
                        "from",
                        "chat",
                        "date",
                        "edit_date",
                        "message_thread_id",
                        "is_topic_message",
                        "reply_to_message",
                        "quote",
                        "reply_markup",
                        "media_group_id"));
        String text = json.path("text").asText(json.path("caption").asText(""));
        List<BotMessage.File> files = source.heard().map(BotMessage::files).orElse(List.of());
        return new SentContent(json, text, files);
    }

    private ObjectNode post(
            SendTargetResolver.Target target, SentContent content, Request request) {
        TelegramChat chat = target.chat();
        MessageLedger ledger = state.ledger();
        Clock clock = state.clock();
        long id = chat.nextMessageId();
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("message_id", id);
        message.set("from", chat.bot().user());
        message.set("chat", chat.json());
        message.put("date", clock.instant().getEpochSecond());
        if (target.thread() != 0) {
            message.put("message_thread_id", target.thread()).put("is_topic_message", true);
        }
        target.repliedTo()
                .ifPresent(replied -> message.set("reply_to_message", replied.shortened()));
        target.quote().ifPresent(quote -> message.set("quote", quote));
        message.setAll(content.json());
        if (message.has("receiver_user")) {
            message.put("ephemeral_message_id", id).put("message_id", 0);
        }
        Optional<String> answered =
                ledger.answered(
                        chat.bot().label(),
                        chat.conversation(target.thread()),
                        target.repliedTo().flatMap(TelegramChat.Message::ledgerId),
                        content.text(),
                        request.connection());
        BotMessage botMessage =
                new BotMessage(content.text(), answered, content.files(), System.nanoTime());
        var shown =
                new TelegramChat.Message(
                        target.thread(), message, Optional.empty(), Optional.of(botMessage));
        chat.add(id, shown);
        if (!shown.isEphemeral()) {
            chat.relay(id, shown, clock.instant());
        }
        return message;
    }
}
