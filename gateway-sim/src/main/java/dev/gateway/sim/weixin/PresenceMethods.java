package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** getconfig, sendtyping, notifystart and notifystop. Guarded by the platform's lock. */
final class PresenceMethods {

    private int tickets;

    CompletionStage<Response> getConfig(WeixinBot bot, JsonNode body, Request request) {
        String user = body.path("ilink_user_id").asText();
        if (!bot.knows(user)) {
            return IlinkResponseFactory.completed(IlinkResponseFactory.invalid());
        }
        String ticket = "ticket-" + ++tickets + "-" + user;
        String encoded =
                Base64.getEncoder().encodeToString(ticket.getBytes(StandardCharsets.UTF_8));
        bot.conversation(user).ticket(encoded);
        return IlinkResponseFactory.completed(
                IlinkResponseFactory.of(
                        IlinkResponseFactory.object().put("ret", 0).put("typing_ticket", encoded)));
    }

    CompletionStage<Response> sendTyping(WeixinBot bot, JsonNode body, Request request) {
        String user = body.path("ilink_user_id").asText();
        int status = body.path("status").asInt();
        if (!bot.knows(user) || status != 1 && status != 2) {
            return IlinkResponseFactory.completed(IlinkResponseFactory.invalid());
        }
        WeixinConversation conversation = bot.conversation(user);
        String ticket = body.path("typing_ticket").asText();
        if (ticket.isEmpty() || !ticket.equals(conversation.ticket())) {
            return IlinkResponseFactory.completed(IlinkResponseFactory.invalid());
        }
        conversation.typing().add(status == 1 ? "typing" : "quiet");
        return IlinkResponseFactory.completed(
                IlinkResponseFactory.of(IlinkResponseFactory.object().put("ret", 0)));
    }

    CompletionStage<Response> notice(WeixinBot bot, JsonNode body, Request request) {
        String path = request.path().toLowerCase(Locale.ROOT);
        bot.notices().add(path.substring(path.lastIndexOf("notify") + "notify".length()));
        return IlinkResponseFactory.completed(IlinkResponseFactory.ok());
    }
}
