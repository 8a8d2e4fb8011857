package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.MessageKind;
import java.util.Locale;

/** The fields of a message whose content is described in words. The first present one counts. */
enum ContentField {
    RICH_MESSAGE(MessageKind.TEXT, RichMessageText::of),
    STICKER(MessageKind.STICKER, ContentPlaceholder::sticker),
    VENUE(MessageKind.LOCATION, ContentPlaceholder::venue),
    LOCATION(MessageKind.LOCATION, place -> ContentPlaceholder.location(placeName(place), place)),
    CONTACT(MessageKind.CONTACT, ContentPlaceholder::contact),
    POLL(MessageKind.POLL, ContentPlaceholder::poll),
    DICE(ContentPlaceholder::dice),
    STORY(ContentPlaceholder::story),
    PAID_MEDIA(ContentPlaceholder::paidMedia),
    CHECKLIST(ContentPlaceholder::checklist),
    GAME(game -> titled("game", game)),
    INVOICE(ContentPlaceholder::invoice),
    SUCCESSFUL_PAYMENT(payment -> ContentPlaceholder.amount("paid", payment)),
    REFUNDED_PAYMENT(payment -> ContentPlaceholder.amount("refunded", payment)),
    USERS_SHARED(users -> ContentPlaceholder.shared("people shared", users.path("users"))),
    CHAT_SHARED(chat -> titled("chat shared", chat)),
    GIFT(ContentPlaceholder::gift),
    UNIQUE_GIFT(ContentPlaceholder::gift),
    GIFT_UPGRADE_SENT(ContentPlaceholder::gift),
    PASSPORT_DATA(data -> ContentPlaceholder.bracketed("passport data", "")),
    CHECKLIST_TASKS_DONE(tasks -> tasksDone(tasks)),
    CHECKLIST_TASKS_ADDED(
            tasks -> ContentPlaceholder.bracketed("tasks added", texts(tasks.path("tasks")))),
    GIVEAWAY(ContentPlaceholder::giveaway),
    GIVEAWAY_WINNERS(ContentPlaceholder::giveaway),
    POLL_OPTION_ADDED(option -> option("poll option added", option)),
    POLL_OPTION_DELETED(option -> option("poll option deleted", option)),
    WEB_APP_DATA(ContentPlaceholder::webApp);

    /** A function from the field's value to its description. */
    private interface Description {
        String of(JsonNode value);
    }

    private final MessageKind kind;
    private final Description description;

    ContentField(Description description) {
        this(MessageKind.OTHER, description);
    }

    ContentField(MessageKind kind, Description description) {
        this.kind = kind;
        this.description = description;
    }

    /** Returns the name of the field. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    MessageKind kind() {
        return kind;
    }

    String describe(JsonNode value) {
        return description.of(value);
    }

    private static String placeName(JsonNode location) {
        return location.has("live_period") ? "live location" : "location";
    }

    private static String titled(String what, JsonNode value) {
        return ContentPlaceholder.bracketed(what, value.path("title").asText(""));
    }

    private static String option(String what, JsonNode value) {
        return ContentPlaceholder.bracketed(what, value.path("option_text").asText(""));
    }

    private static String tasksDone(JsonNode tasks) {
        int done = tasks.path("marked_as_done_task_ids").size();
        int undone = tasks.path("marked_as_not_done_task_ids").size();
        return ContentPlaceholder.bracketed("checklist", done + " done, " + undone + " not done");
    }

    private static String texts(JsonNode tasks) {
        StringBuilder texts = new StringBuilder();
        for (JsonNode task : tasks) {
            texts.append(texts.isEmpty() ? "" : ", ").append(task.path("text").asText(""));
        }
        return texts.toString();
    }
}
