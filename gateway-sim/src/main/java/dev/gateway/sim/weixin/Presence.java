package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** getconfig, sendtyping, notifystart and notifystop. Guarded by the platform's lock. */
final class Presence {

    private int tickets;

    CompletionStage<Response> getConfig(Account account, JsonNode body, Request request) {
        String user = body.path("ilink_user_id").asText();
        if (!account.knows(user)) {
            return IlinkApi.now(Answers.invalid());
        }
        String ticket = "ticket-" + ++tickets + "-" + user;
        String encoded =
                Base64.getEncoder().encodeToString(ticket.getBytes(StandardCharsets.UTF_8));
        account.conversation(user).ticket(encoded);
        return IlinkApi.now(
                Answers.of(Answers.object().put("ret", 0).put("typing_ticket", encoded)));
    }

    CompletionStage<Response> sendTyping(Account account, JsonNode body, Request request) {
        String user = body.path("ilink_user_id").asText();
        int status = body.path("status").asInt();
        if (!account.knows(user) || status != 1 && status != 2) {
            return IlinkApi.now(Answers.invalid());
        }
        Conversation conversation = account.conversation(user);
        String ticket = body.path("typing_ticket").asText();
        if (ticket.isEmpty() || !ticket.equals(conversation.ticket())) {
            return IlinkApi.now(Answers.invalid());
        }
        conversation.typing().add(status == 1 ? "typing" : "quiet");
        return IlinkApi.now(Answers.of(Answers.object().put("ret", 0)));
    }

    CompletionStage<Response> notice(Account account, JsonNode body, Request request) {
        String path = request.path().toLowerCase(Locale.ROOT);
        account.notices().add(path.substring(path.lastIndexOf("notify") + "notify".length()));
        return IlinkApi.now(Answers.ok());
    }
}
