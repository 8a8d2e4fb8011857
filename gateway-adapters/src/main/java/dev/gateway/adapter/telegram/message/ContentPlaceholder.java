package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The descriptions of contents that are neither text nor file. */
final class ContentPlaceholder {

    private static final int LONGEST = 2_000;

    private ContentPlaceholder() {}

    static String location(String what, JsonNode location) {
        return bracketed(
                what, coordinate(location, "latitude") + ", " + coordinate(location, "longitude"));
    }

    static String venue(JsonNode venue) {
        JsonNode location = venue.path("location");
        String place = joined(", ", venue.path("title"), venue.path("address"));
        return bracketed(
                "location",
                place
                        + (place.isEmpty() ? "" : ", ")
                        + coordinate(location, "latitude")
                        + ", "
                        + coordinate(location, "longitude"));
    }

    static String contact(JsonNode contact) {
        String name = joined(" ", contact.path("first_name"), contact.path("last_name"));
        String number = contact.path("phone_number").asText("");
        return bracketed("contact", name.isEmpty() ? number : name + ", " + number);
    }

    static String poll(JsonNode poll) {
        List<String> options = new ArrayList<>();
        poll.path("options").forEach(option -> options.add(option.path("text").asText("")));
        String what = poll.path("type").asText("").equals("quiz") ? "quiz" : "poll";
        return bracketed(
                what,
                joined(" ", poll.path("question"), poll.path("description"))
                        + (options.isEmpty() ? "" : " (" + String.join(" / ", options) + ")"));
    }

    static String checklist(JsonNode checklist) {
        StringBuilder lines =
                new StringBuilder(bracketed("checklist", checklist.path("title").asText("")));
        for (JsonNode task : checklist.path("tasks")) {
            boolean done = task.has("completion_date") || task.has("completed_by_user");
            lines.append('\n').append(done ? "☑ " : "☐ ").append(task.path("text").asText(""));
        }
        return bounded(lines.toString());
    }

    static String dice(JsonNode dice) {
        return bracketed("dice", joined(" ", dice.path("emoji"), dice.path("value")));
    }

    static String story(JsonNode story) {
        return bracketed("story", TelegramAuthor.name(story.path("chat")));
    }

    static String sticker(JsonNode sticker) {
        String emoji = sticker.path("emoji").asText("");
        return emoji.isEmpty() ? bracketed("sticker", sticker.path("set_name").asText("")) : emoji;
    }

    static String paidMedia(JsonNode paid) {
        return bracketed(
                "paid media",
                paid.path("paid_media").size()
                        + " for "
                        + paid.path("star_count").asLong()
                        + " stars");
    }

    static String invoice(JsonNode invoice) {
        return bracketed(
                "invoice", joined(", ", invoice.path("title"), invoice.path("description")));
    }

    static String amount(String what, JsonNode payment) {
        return bracketed(what, joined(" ", payment.path("total_amount"), payment.path("currency")));
    }

    static String giveaway(JsonNode giveaway) {
        int winners = giveaway.path("winner_count").asInt();
        String prize = giveaway.path("prize_description").asText("");
        return bracketed("giveaway", winners + " winners" + (prize.isEmpty() ? "" : ", " + prize));
    }

    static String gift(JsonNode gift) {
        String title = gift.path("gift").path("base_name").asText("");
        String emoji = gift.path("gift").path("sticker").path("emoji").asText("");
        return bracketed("gift", joined(" ", title, emoji, gift.path("text").asText("")));
    }

    static String shared(String what, JsonNode people) {
        List<String> names = new ArrayList<>();
        for (JsonNode person : people) {
            String name = TelegramAuthor.name(person);
            names.add(name.isEmpty() ? person.path("user_id").asText("") : name);
        }
        return bracketed(what, String.join(", ", names));
    }

    static String webApp(JsonNode data) {
        return bracketed(
                "web app " + data.path("button_text").asText(""), data.path("data").asText(""));
    }

    /** Returns a description of a content with at most one important text. */
    static String bracketed(String what, String content) {
        String shown = content.strip();
        return bounded("[" + what.strip() + (shown.isEmpty() ? "" : ": " + shown) + "]");
    }

    private static String joined(String separator, JsonNode... values) {
        String[] texts = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = values[i].asText("");
        }
        return joined(separator, texts);
    }

    private static String joined(String separator, String... values) {
        List<String> present = new ArrayList<>();
        for (String value : values) {
            if (!value.isBlank()) {
                present.add(value.strip());
            }
        }
        return String.join(separator, present);
    }

    private static String coordinate(JsonNode location, String field) {
        JsonNode degrees = location.path(field);
        return degrees.isNumber()
                ? new BigDecimal(String.format(Locale.ROOT, "%.6f", degrees.asDouble()))
                        .stripTrailingZeros()
                        .toPlainString()
                : "?";
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST - 1)))
                        + "…";
    }
}
