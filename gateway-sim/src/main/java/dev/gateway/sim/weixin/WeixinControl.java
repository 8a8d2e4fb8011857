package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.sim.chat.SentMessage;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;

/**
 * The actions of the control API for Weixin only. {@code user} is a name, {@code token} is
 * optional.
 *
 * <ul>
 *   <li>{@code rules}: any of {@code delivery} (consume_on_deliver, replay_from_cursor), {@code
 *       duplicates} (none, same_id, new_id, no_id) with {@code after}, {@code longest_poll}, {@code
 *       edge_timeout}, {@code answers_per_message}, {@code silence}, {@code context_life}, {@code
 *       takeover}
 *   <li>{@code slow_release}: {@code {"time":"18s"}}; returns the id of the fault
 *   <li>{@code end_session}: the token gets -14 from now on
 *   <li>{@code send_image}, {@code send_file}, {@code send_video}, {@code send_voice} (with a
 *       {@code transcript}): {@code {"user":"mama","name":"a.pdf","base64":".."}}
 *   <li>{@code quote}: a {@code text} of {@code user} about the message {@code id}, with {@code
 *       whole} and {@code part} about a part of it
 *   <li>{@code sent}: the message ids of the bot's messages to {@code user}
 *   <li>{@code state}: the platform's state of a bot
 *   <li>{@code scan}, {@code show_code} ({@code code}), {@code confirm}, {@code expire}, {@code
 *       redirect} ({@code host}): the phone of {@code user} (default: owner) at the login with the
 *       latest QR code
 * </ul>
 */
final class WeixinControl {

    private final FakeWeixin weixin;
    private final LiveOptions options;

    WeixinControl(FakeWeixin weixin, LiveOptions options) {
        this.weixin = weixin;
        this.options = options;
    }

    ObjectNode run(String action, JsonNode arguments) {
        ObjectNode result = IlinkResponseFactory.object();
        String token = text(arguments, "token", weixin.token());
        WeixinPhone phone = weixin.phone(text(arguments, "user", "owner"));
        switch (action) {
            case "rules" -> options.change(changed(arguments));
            case "slow_release" ->
                    result.put("id", weixin.slowRelease(duration(arguments, "time")));
            case "end_session" -> weixin.endSession(token);
            case "send_image" ->
                    result.put("id", sender(arguments, token).sendsImage(bytes(arguments)).id());
            case "send_file" ->
                    result.put(
                            "id",
                            sender(arguments, token)
                                    .sendsFile(required(arguments, "name"), bytes(arguments))
                                    .id());
            case "send_video" ->
                    result.put("id", sender(arguments, token).sendsVideo(bytes(arguments)).id());
            case "send_voice" ->
                    result.put(
                            "id",
                            sender(arguments, token)
                                    .sendsVoice(bytes(arguments), text(arguments, "transcript", ""))
                                    .id());
            case "quote" -> result.put("id", quote(arguments, token).id());
            case "sent" -> sender(arguments, token).heardIds().forEach(result.putArray("ids")::add);
            case "state" -> state(token, result);
            case "scan" -> phone.scans();
            case "show_code" -> phone.showsCode(required(arguments, "code"));
            case "confirm" -> result.put("bot_token", phone.confirms());
            case "expire" -> phone.expires();
            case "redirect" -> phone.redirectsTo(required(arguments, "host"));
            default ->
                    throw new IllegalArgumentException("weixin has no action \"" + action + "\"");
        }
        return result;
    }

    private SentMessage quote(JsonNode arguments, String token) {
        String id = required(arguments, "id");
        String text = required(arguments, "text");
        return arguments.hasNonNull("part")
                ? sender(arguments, token)
                        .quotesPart(
                                id, required(arguments, "whole"), required(arguments, "part"), text)
                : sender(arguments, token).quotesById(id, text);
    }

    private void state(String token, ObjectNode result) {
        result.put("waiting_polls", weixin.waitingPolls(token));
        result.put("undelivered", weixin.undelivered(token));
        weixin.notices(token).forEach(result.putArray("notices")::add);
        weixin.dropped(token).forEach(result.putArray("dropped")::add);
    }

    private WeixinOptions changed(JsonNode json) {
        WeixinOptions changed = options.now();
        if (json.has("delivery")) {
            changed = changed.delivery(constant(DeliveryMode.class, json, "delivery"));
        }
        if (json.has("duplicates")) {
            Duration after = json.has("after") ? duration(json, "after") : Duration.ZERO;
            changed =
                    changed.duplicates(
                            constant(DuplicatePolicy.Kind.class, json, "duplicates"), after);
        }
        if (json.has("longest_poll")) {
            changed = changed.longestPoll(duration(json, "longest_poll"));
        }
        if (json.has("edge_timeout")) {
            changed = changed.edgeTimeout(duration(json, "edge_timeout"));
        }
        if (json.has("answers_per_message")) {
            changed = changed.answersPerMessage(json.path("answers_per_message").asInt());
        }
        if (json.has("silence")) {
            changed = changed.silence(duration(json, "silence"));
        }
        if (json.has("context_life")) {
            changed = changed.contextLife(duration(json, "context_life"));
        }
        return json.has("takeover") ? changed.takeover(duration(json, "takeover")) : changed;
    }

    private WeixinUser sender(JsonNode arguments, String token) {
        return weixin.user(token, required(arguments, "user"));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode json, String field) {
        try {
            return Enum.valueOf(type, json.path(field).asText().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    field + " is no \"" + json.path(field).asText() + "\"", e);
        }
    }

    private static Duration duration(JsonNode json, String field) {
        return DurationFormat.parse(required(json, field))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        field + " is a duration: " + DurationFormat.EXAMPLES));
    }

    private static byte[] bytes(JsonNode json) {
        return Base64.getDecoder().decode(required(json, "base64"));
    }

    private static String required(JsonNode json, String field) {
        if (!json.hasNonNull(field)) {
            throw new IllegalArgumentException("missing: " + field);
        }
        return json.path(field).asText();
    }

    private static String text(JsonNode json, String field, String otherwise) {
        return json.hasNonNull(field) ? json.path(field).asText() : otherwise;
    }
}
