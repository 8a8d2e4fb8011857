package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.GeoLocation;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.RemoteAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The content of a message of any kind.
 *
 * @param kind the kind
 * @param text the text, the caption, or a description of what is neither text nor file
 * @param files the files, which are still on the platform
 * @param location the place that was sent
 */
public record TelegramContent(
        MessageKind kind,
        String text,
        List<RemoteAttachment> files,
        Optional<GeoLocation> location) {

    /** The fields that say who sent a message, when and where, but not its content. */
    private static final Set<String> ENVELOPE =
            Set.of(
                    "message_id",
                    "message_thread_id",
                    "direct_messages_topic",
                    "from",
                    "sender_chat",
                    "sender_boost_count",
                    "sender_business_bot",
                    "sender_tag",
                    "receiver_user",
                    "ephemeral_message_id",
                    "date",
                    "guest_query_id",
                    "business_connection_id",
                    "chat",
                    "forward_origin",
                    "is_topic_message",
                    "is_automatic_forward",
                    "reply_to_message",
                    "external_reply",
                    "quote",
                    "reply_to_story",
                    "reply_to_checklist_task_id",
                    "reply_to_poll_option_id",
                    "via_bot",
                    "guest_bot_caller_user",
                    "guest_bot_caller_chat",
                    "edit_date",
                    "has_protected_content",
                    "is_from_offline",
                    "is_paid_post",
                    "media_group_id",
                    "author_signature",
                    "paid_star_count",
                    "link_preview_options",
                    "suggested_post_info",
                    "effect_id",
                    "show_caption_above_media",
                    "has_media_spoiler",
                    "text",
                    "entities",
                    "caption",
                    "caption_entities",
                    "reply_markup");

    /**
     * Returns the content of a message. It is blank and without files only if the message has no
     * content at all.
     */
    public static TelegramContent of(JsonNode message) {
        List<RemoteAttachment> files = AttachmentExtractor.of(message);
        String written = TelegramText.of(message).withLinks();
        String described = described(message, written, files);
        String text =
                described.isEmpty() || written.isEmpty()
                        ? written + described
                        : described + "\n" + written;
        return new TelegramContent(kind(message, files), text, files, place(message));
    }

    private static String described(
            JsonNode message, String written, List<RemoteAttachment> files) {
        List<String> parts = new ArrayList<>();
        for (ContentField field : ContentField.values()) {
            if (message.path(field.key()).isObject()) {
                parts.add(field.describe(message.path(field.key())));
                // A venue repeats its location, a game its animation.
                break;
            }
        }
        if (parts.isEmpty() && written.isBlank() && files.isEmpty()) {
            message.fieldNames()
                    .forEachRemaining(
                            name -> {
                                if (!ENVELOPE.contains(name)) {
                                    parts.add(
                                            ContentPlaceholder.bracketed(
                                                    name.replace('_', ' '), ""));
                                }
                            });
        }
        return String.join(" ", parts);
    }

    private static MessageKind kind(JsonNode message, List<RemoteAttachment> files) {
        for (ContentField field : ContentField.values()) {
            if (message.path(field.key()).isObject()) {
                return field.kind();
            }
        }
        if (files.isEmpty()) {
            boolean text = message.has("text") || message.has("caption");
            return text ? MessageKind.TEXT : MessageKind.OTHER;
        }
        return switch (files.get(0).kind()) {
            case IMAGE -> MessageKind.IMAGE;
            case AUDIO -> MessageKind.AUDIO;
            case VIDEO -> MessageKind.VIDEO;
            case FILE -> MessageKind.FILE;
        };
    }

    private static Optional<GeoLocation> place(JsonNode message) {
        JsonNode venue = message.path("venue");
        JsonNode location = venue.isObject() ? venue.path("location") : message.path("location");
        JsonNode latitude = location.path("latitude");
        JsonNode longitude = location.path("longitude");
        return latitude.isNumber() && longitude.isNumber()
                ? Optional.of(
                        new GeoLocation(
                                latitude.asDouble(),
                                longitude.asDouble(),
                                venue.path("title").asText("")))
                : Optional.empty();
    }
}
