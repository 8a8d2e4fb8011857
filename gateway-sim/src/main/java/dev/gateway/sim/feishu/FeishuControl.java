package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.feishu.protocol.EventDeliveryStats;

/**
 * The actions of the control API for Feishu only.
 *
 * <ul>
 *   <li>{@code group-say}: {@code group}, {@code user}, {@code text}, optionally {@code thread},
 *       {@code mention} ({@code bot}, the default, {@code none}, {@code all}, or {@code
 *       all-unlisted} for a mention of all that the event does not list) and {@code bot: true} for
 *       another bot as the author
 *   <li>{@code send}: {@code user}, {@code type}, {@code content}, optionally {@code group}: a
 *       message of any type
 *   <li>{@code press}: {@code user}, {@code value} (an object), optionally {@code group}: a button
 *       of the bot's latest message
 *   <li>{@code block}, {@code unblock}: {@code user}
 *   <li>{@code clients}: the long connections, with pings and acks
 *   <li>{@code events}: the counts of the events
 *   <li>{@code close}, {@code reset}: ends all long connections
 *   <li>{@code event}: delivers {@code payload} unchanged
 *   <li>{@code fail-discovery}: {@code code}, {@code msg}, optionally {@code times}
 *   <li>{@code revoke-tokens}; {@code disable}, {@code forbid}, {@code move}: see {@link
 *       FakeFeishu}
 *   <li>{@code add-app}; returns its {@code app_id} and {@code app_secret}
 * </ul>
 *
 * <p>All take {@code token}, an app's id, which defaults to the first app.
 */
final class FeishuControl {

    private static final int GOING_AWAY = 1001;

    private final FakeFeishu feishu;

    FeishuControl(FakeFeishu feishu) {
        this.feishu = feishu;
    }

    ObjectNode run(String action, JsonNode arguments) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        String app = arguments.path("token").asText(feishu.appId());
        switch (action) {
            case "group-say" -> shown.put("id", groupSay(app, arguments));
            case "send" ->
                    shown.put(
                            "id",
                            member(app, arguments)
                                    .sends(text(arguments, "type"), text(arguments, "content"))
                                    .id());
            case "press" -> {
                if (!(arguments.path("value") instanceof ObjectNode value)) {
                    throw new IllegalArgumentException("missing: value, an object");
                }
                member(app, arguments).presses(value);
            }
            case "block" -> feishu.user(app, text(arguments, "user")).blocksBot();
            case "unblock" -> feishu.user(app, text(arguments, "user")).unblocksBot();
            case "clients" -> clients(app, shown.putArray("clients"));
            case "events" -> events(shown);
            case "close" ->
                    feishu.closeConnections(
                            app, arguments.path("code").asInt(GOING_AWAY), "going away");
            case "reset" -> feishu.resetConnections(app);
            case "event" -> feishu.pushEvent(app, text(arguments, "payload"));
            case "fail-discovery" ->
                    shown.put(
                            "id",
                            feishu.failDiscovery(
                                    arguments.path("code").asLong(),
                                    arguments.path("msg").asText(),
                                    arguments.path("times").asInt(1)));
            case "revoke-tokens" -> feishu.revokeTokens();
            case "disable" -> feishu.disable(app);
            case "forbid" -> feishu.forbid(app, arguments.path("on").asBoolean(true));
            case "move" -> feishu.moveToOtherDomain(app);
            case "add-app" -> {
                String added = feishu.addApp();
                shown.put("app_id", added).put("app_secret", feishu.appSecret(added));
            }
            default ->
                    throw new IllegalArgumentException("feishu has no action \"" + action + "\"");
        }
        return shown;
    }

    private String groupSay(String app, JsonNode arguments) {
        text(arguments, "group");
        FeishuUser user = member(app, arguments);
        String text = text(arguments, "text");
        SentMessage sent =
                switch (arguments.path("mention").asText("bot")) {
                    case "bot" -> user.says(text);
                    case "none" -> user.remarks(text);
                    case "all" -> user.announces(text, true);
                    case "all-unlisted" -> user.announces(text, false);
                    default ->
                            throw new IllegalArgumentException(
                                    "mention is bot, none, all or all-unlisted");
                };
        return sent.id();
    }

    private FeishuUser member(String app, JsonNode arguments) {
        String name = text(arguments, "user");
        if (!arguments.hasNonNull("group")) {
            return feishu.user(app, name);
        }
        FeishuGroup group = feishu.group(app, text(arguments, "group"));
        if (arguments.path("bot").asBoolean()) {
            return group.bot(name);
        }
        return arguments.hasNonNull("thread")
                ? group.user(name, text(arguments, "thread"))
                : group.user(name);
    }

    private void clients(String app, ArrayNode shown) {
        for (FeishuConnectionInfo client : feishu.clients(app)) {
            ObjectNode json =
                    shown.addObject()
                            .put("connection", client.connection())
                            .put("live", client.live())
                            .put("closing", client.closing())
                            .put("pings", client.pings())
                            .put("answers", client.answers())
                            .put("malformed", client.malformed());
            client.lastPingNanos().ifPresent(nanos -> json.put("last_ping_ns", nanos));
        }
    }

    private void events(ObjectNode shown) {
        EventDeliveryStats count = feishu.events();
        shown.put("pending", count.pending())
                .put("acked", count.acked())
                .put("refused", count.refused())
                .put("late", count.late())
                .put("repeated_sends", feishu.repeatedSends());
        ArrayNode lost = shown.putArray("lost");
        count.lost().forEach(lost::add);
    }

    private static String text(JsonNode arguments, String name) {
        if (!arguments.hasNonNull(name)) {
            throw new IllegalArgumentException("missing: " + name);
        }
        return arguments.get(name).asText();
    }
}
