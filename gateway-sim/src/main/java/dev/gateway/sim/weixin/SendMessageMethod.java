package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The sendmessage method. An incomplete message is accepted with {@code {}} and dropped; a
 * forbidden one gets a -2. A text that is still being generated and the items of a tool call are
 * shown and count as no answer. Guarded by the platform's lock.
 */
final class SendMessageMethod {

    private static final int MAX_TEXT_BYTES = 16_384;
    private static final int REFUSED = -2;

    private static final int GENERATING = 1;
    private static final int FINISHED = 2;
    private static final int TEXT = 1;
    private static final int TOOL_CALL_START = 11;
    private static final int TOOL_CALL_RESULT = 12;

    private final LiveOptions options;
    private final MessageLedger ledger;
    private final FakeCdn cdn;
    private final MessageRouter router;

    SendMessageMethod(
            LiveOptions options, MessageLedger ledger, FakeCdn cdn, MessageRouter router) {
        this.options = options;
        this.ledger = ledger;
        this.cdn = cdn;
        this.router = router;
    }

    CompletionStage<Response> call(WeixinBot bot, JsonNode body, Request request) {
        return IlinkResponseFactory.completed(answer(bot, body, request));
    }

    private Response answer(WeixinBot bot, JsonNode body, Request request) {
        JsonNode message = body.path("msg");
        Optional<String> missing = missing(body, message);
        if (missing.isPresent()) {
            bot.dropped().add("without " + missing.get());
            return IlinkResponseFactory.empty();
        }
        String user = message.path("to_user_id").asText();
        if (!user.endsWith("@im.wechat")) {
            return IlinkResponseFactory.invalid();
        }
        if (!bot.knows(user)) {
            return prepareFailed();
        }
        WeixinConversation conversation = bot.conversation(user);
        String clientId = message.path("client_id").asText();
        Optional<String> before = conversation.sentId(clientId);
        if (options.now().knowsClientIds() && before.isPresent()) {
            return router.delivered(before.get());
        }
        Optional<WeixinConversation.Context> context = context(conversation, message);
        if (context.isEmpty()) {
            return IlinkResponseFactory.refused(REFUSED, "unknown error");
        }
        Instant now = options.now().clock().instant();
        String text = text(message.path("item_list"));
        Instant last = conversation.latest().orElseThrow().sentAt();
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES
                || Duration.between(last, now).compareTo(options.now().silence()) > 0
                || context.get().answers() >= options.now().answersPerMessage()) {
            return prepareFailed();
        }
        if (message.path("message_state").asInt() == GENERATING) {
            conversation.drafts().put(clientId, text);
            return IlinkResponseFactory.empty();
        }
        if (isToolCall(message.path("item_list").path(0))) {
            return toolCall(bot, conversation, message);
        }
        List<BotMessage.File> files = new ArrayList<>();
        for (JsonNode item : message.path("item_list")) {
            Optional<BotMessage.File> file = cdn.opened(item);
            if (file.isEmpty() && item.path("type").asInt() != TEXT) {
                bot.dropped().add("with a file that nobody can open");
                return IlinkResponseFactory.empty();
            }
            file.ifPresent(files::add);
        }
        String messageId = router.nextBotMessageId();
        conversation.sent(clientId, messageId);
        context.get().countAnswer();
        Optional<String> replyTo =
                context.filter(said -> isAbout(conversation, said, text))
                        .map(WeixinConversation.Context::ledgerId);
        Optional<String> answered =
                ledger.answered(bot.label(), user, replyTo, text, request.connection());
        conversation.heard().add(new BotMessage(text, answered, files, System.nanoTime()));
        return router.delivered(messageId);
    }

    private static boolean isToolCall(JsonNode item) {
        int type = item.path("type").asInt();
        return type == TOOL_CALL_START || type == TOOL_CALL_RESULT;
    }

    /** Shows the begin or end of a tool call; each belongs to a run. */
    private Response toolCall(WeixinBot bot, WeixinConversation conversation, JsonNode message) {
        if (message.path("run_id").asText("").isEmpty()) {
            bot.dropped().add("without run_id");
            return IlinkResponseFactory.empty();
        }
        JsonNode item = message.path("item_list").path(0);
        JsonNode result = item.path("tool_call_result_item");
        conversation
                .progress()
                .add(
                        item.path("type").asInt() == TOOL_CALL_START
                                ? "start " + item.at("/tool_call_start_item/tool_name").asText()
                                : result.path("status").asText()
                                        + " "
                                        + result.path("tool_name").asText());
        return router.delivered(router.nextBotMessageId());
    }

    /**
     * Returns the message whose token the answer carries; without a token, the user's last message.
     */
    private Optional<WeixinConversation.Context> context(
            WeixinConversation conversation, JsonNode message) {
        String token = message.path("context_token").asText("");
        if (token.isEmpty()) {
            return conversation.latest();
        }
        return conversation
                .context(token)
                .filter(
                        context ->
                                Duration.between(context.sentAt(), options.now().clock().instant())
                                                .compareTo(options.now().contextLife())
                                        <= 0);
    }

    /**
     * Returns true if the answer belongs to this message. Some clients put the newest token into
     * all answers; the text then decides.
     */
    private static boolean isAbout(
            WeixinConversation conversation, WeixinConversation.Context said, String text) {
        return text.contains(said.text()) || !conversation.isQuotedBy(text);
    }

    private static Optional<String> missing(JsonNode body, JsonNode message) {
        if (!body.path("base_info").has("channel_version")) {
            return Optional.of("base_info");
        }
        if (!message.path("from_user_id").asText("absent").isEmpty()) {
            return Optional.of("an empty from_user_id");
        }
        if (message.path("client_id").asText("").isEmpty()) {
            return Optional.of("client_id");
        }
        int state = message.path("message_state").asInt();
        if (message.path("message_type").asInt() != 2 || state != FINISHED && state != GENERATING) {
            return Optional.of("message_type 2 and message_state 2 or 1");
        }
        return message.path("item_list").isEmpty() ? Optional.of("item_list") : Optional.empty();
    }

    private static String text(JsonNode items) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : items) {
            if (item.path("type").asInt() == TEXT) {
                texts.add(item.at("/text_item/text").asText());
            }
        }
        return String.join("\n", texts);
    }

    private static Response prepareFailed() {
        return IlinkResponseFactory.refused(REFUSED, "prepare failed");
    }
}
