package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.telegram.content.UserContent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The actions of the control API by which people act.
 *
 * <ul>
 *   <li>{@code group-say}: {@code group}, {@code user}, {@code text}
 *   <li>{@code send}: {@code kind} with its own arguments, all of which have defaults: {@code text}
 *       ({@code text}), {@code photo}, {@code document}, {@code voice}, {@code audio}, {@code
 *       video}, {@code video_note}, {@code animation} ({@code name}, {@code size}, {@code
 *       caption}), {@code sticker} ({@code emoji}), {@code location} ({@code latitude}, {@code
 *       longitude}), {@code venue} (and {@code title}, {@code address}), {@code contact} ({@code
 *       first_name}, {@code phone_number}), {@code poll} ({@code question}, {@code options}),
 *       {@code dice} ({@code value}), {@code rich_message} ({@code text}); any other with {@code
 *       value}, the content of its field. {@code fields} are added to the message as they are
 *   <li>{@code album}: {@code count} photos with one {@code caption}
 *   <li>{@code edit}, {@code reply}, {@code quote}: {@code message_id}, {@code text}, for a quote
 *       {@code part}
 *   <li>{@code forward}: {@code text}, {@code author}
 *   <li>{@code press}: {@code data} of a button of the bot's latest message that has it
 *   <li>{@code react}: {@code message_id}, {@code emoji}
 *   <li>{@code whisper}: {@code group}, {@code text}: only the bot sees it; {@code heard-alone}:
 *       its answers
 *   <li>{@code shown}: the bot's messages as the platform shows them, ids and buttons included
 *   <li>{@code block}, {@code unblock}
 * </ul>
 *
 * <p>All take {@code user}, optionally {@code group} and {@code topic}; in a group {@code as}:
 * {@code person}, {@code bot}, {@code admin} (anonymous) or {@code channel}. {@code shared} lists
 * the tokens of several bots in one group, which see each other.
 */
final class TelegramUserControl {

    private static final Set<String> ACTIONS =
            Set.of(
                    "group-say",
                    "send",
                    "album",
                    "edit",
                    "reply",
                    "quote",
                    "forward",
                    "press",
                    "react",
                    "whisper",
                    "heard-alone",
                    "shown",
                    "block",
                    "unblock");

    private static final int SIZE = 100;
    private static final double LATITUDE = 52.52;
    private static final double LONGITUDE = 13.405;

    private final FakeTelegram telegram;
    private final String token;

    TelegramUserControl(FakeTelegram telegram, String token) {
        this.telegram = telegram;
        this.token = token;
    }

    void run(String action, JsonNode arguments, ObjectNode shown) {
        if (!ACTIONS.contains(action)) {
            throw new IllegalArgumentException("telegram has no action \"" + action + "\"");
        }
        TelegramUser user = user(arguments);
        switch (action) {
            case "group-say" -> {
                TelegramControl.text(arguments, "group");
                show(user.says(TelegramControl.text(arguments, "text")), shown);
            }
            case "send" -> show(send(user, arguments), shown);
            case "album" -> album(user, arguments).forEach(sent -> show(sent, shown));
            case "edit" -> show(user.edits(message(arguments), words(arguments)), shown);
            case "reply" -> show(user.replies(message(arguments), words(arguments)), shown);
            case "quote" ->
                    show(
                            user.quotes(
                                    message(arguments),
                                    TelegramControl.text(arguments, "part"),
                                    words(arguments)),
                            shown);
            case "forward" ->
                    show(
                            user.forwards(
                                    TelegramControl.text(arguments, "author"), words(arguments)),
                            shown);
            case "press" -> show(user.presses(TelegramControl.text(arguments, "data")), shown);
            case "react" ->
                    user.reacts(message(arguments), TelegramControl.text(arguments, "emoji"));
            case "whisper" -> show(user.whispers(words(arguments)), shown);
            case "heard-alone" -> texts(user.heardAlone(), shown.putArray("heard"));
            case "shown" -> user.shown().forEach(shown.withArray("messages")::add);
            case "block" -> user.blocksBot();
            case "unblock" -> user.unblocksBot();
            default -> throw new IllegalStateException(action);
        }
    }

    private TelegramUser user(JsonNode arguments) {
        String name = TelegramControl.text(arguments, "user");
        if (!arguments.hasNonNull("group")) {
            return telegram.user(token, name);
        }
        String title = arguments.get("group").asText();
        long topic = arguments.path("topic").asLong();
        if (topic != 0) {
            return telegram.supergroup(token, title).user(name, topic);
        }
        List<String> tokens = new ArrayList<>();
        arguments.path("shared").forEach(one -> tokens.add(one.asText()));
        TelegramGroup group =
                tokens.isEmpty()
                        ? telegram.group(token, title)
                        : telegram.sharedGroup(tokens, title);
        return switch (arguments.path("as").asText("person")) {
            case "person" -> group.user(name);
            case "bot" -> group.bot(name);
            case "admin" -> group.anonymousAdmin();
            case "channel" -> group.channel(name);
            default -> throw new IllegalArgumentException("as is person, bot, admin or channel");
        };
    }

    private static SentMessage send(TelegramUser user, JsonNode arguments) {
        String kind = TelegramControl.text(arguments, "kind");
        byte[] bytes = new byte[arguments.path("size").asInt(SIZE)];
        String caption = arguments.path("caption").asText("");
        return switch (kind) {
            case "photo", "document", "voice", "audio", "video", "video_note", "animation" ->
                    user.sendsFile(
                            kind, arguments.path("name").asText(kind + ".bin"), bytes, caption);
            case "sticker" -> user.sendsSticker(arguments.path("emoji").asText(""), bytes);
            default -> user.sends(with(content(kind, arguments), arguments.path("fields")));
        };
    }

    private static UserContent content(String kind, JsonNode arguments) {
        double latitude = arguments.path("latitude").asDouble(LATITUDE);
        double longitude = arguments.path("longitude").asDouble(LONGITUDE);
        if (arguments.path("value").isContainerNode()) {
            return UserContent.of(kind, arguments.get("value"));
        }
        return switch (kind) {
            case "text" -> UserContent.text(words(arguments));
            case "location" -> UserContent.location(latitude, longitude);
            case "venue" ->
                    UserContent.venue(
                            latitude,
                            longitude,
                            arguments.path("title").asText("Cafe"),
                            arguments.path("address").asText("Main Street 1"));
            case "contact" ->
                    UserContent.contact(
                            arguments.path("first_name").asText("Otto"),
                            arguments.path("phone_number").asText("+491234"));
            case "poll" ->
                    UserContent.poll(
                            arguments.path("question").asText("Lunch?"),
                            list(arguments.path("options"), List.of("yes", "no")));
            case "dice" -> UserContent.dice(arguments.path("value").asInt(4));
            case "rich_message" -> UserContent.rich(List.of(words(arguments).split("\\n\\n")));
            default ->
                    throw new IllegalArgumentException(
                            "missing: value, the content of the field \"" + kind + "\"");
        };
    }

    private static UserContent with(UserContent content, JsonNode fields) {
        UserContent all = content;
        for (var field : fields.properties()) {
            all = all.with(field.getKey(), field.getValue());
        }
        return all;
    }

    private static List<SentMessage> album(TelegramUser user, JsonNode arguments) {
        return user.sendsAlbum(
                Collections.nCopies(arguments.path("count").asInt(3), new byte[SIZE]),
                arguments.path("caption").asText(""));
    }

    private static List<String> list(JsonNode values, List<String> otherwise) {
        List<String> all = new ArrayList<>();
        values.forEach(value -> all.add(value.asText()));
        return all.isEmpty() ? otherwise : all;
    }

    private static void texts(List<BotMessage> messages, ArrayNode shown) {
        messages.forEach(message -> shown.add(message.text()));
    }

    private static void show(SentMessage sent, ObjectNode shown) {
        String id = sent.id();
        shown.put("id", id);
        String message = id.substring(id.indexOf('/', id.indexOf('/') + 1) + 1);
        if (message.matches("\\d{1,18}")) {
            shown.put("message_id", Long.parseLong(message));
        }
    }

    private static long message(JsonNode arguments) {
        return Long.parseLong(TelegramControl.text(arguments, "message_id"));
    }

    private static String words(JsonNode arguments) {
        return TelegramControl.text(arguments, "text");
    }
}
