package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.util.concurrent.CompletionStage;

/** One method of the API. Called with the platform's lock held and a valid token. */
@FunctionalInterface
interface IlinkMethod {
    CompletionStage<Response> call(WeixinBot bot, JsonNode body, Request request);
}
