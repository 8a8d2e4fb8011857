package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * The notices of Telegram about a chat, which come as messages but which no person says. They are
 * left out on purpose; docs/protocols.md has the same list.
 */
public final class ServiceNotice {

    private static final List<String> FIELDS =
            List.of(
                    "new_chat_members",
                    "left_chat_member",
                    "chat_owner_left",
                    "chat_owner_changed",
                    "new_chat_title",
                    "new_chat_photo",
                    "delete_chat_photo",
                    "group_chat_created",
                    "supergroup_chat_created",
                    "channel_chat_created",
                    "message_auto_delete_timer_changed",
                    "migrate_to_chat_id",
                    "migrate_from_chat_id",
                    "pinned_message",
                    "connected_website",
                    "write_access_allowed",
                    "proximity_alert_triggered",
                    "boost_added",
                    "chat_background_set",
                    "community_chat_added",
                    "community_chat_joined",
                    "community_chat_removed",
                    "direct_message_price_changed",
                    "paid_message_price_changed",
                    "forum_topic_created",
                    "forum_topic_edited",
                    "forum_topic_closed",
                    "forum_topic_reopened",
                    "general_forum_topic_hidden",
                    "general_forum_topic_unhidden",
                    "giveaway_created",
                    "giveaway_completed",
                    "managed_bot_created",
                    "suggested_post_approved",
                    "suggested_post_approval_failed",
                    "suggested_post_declined",
                    "suggested_post_paid",
                    "suggested_post_refunded",
                    "video_chat_scheduled",
                    "video_chat_started",
                    "video_chat_ended",
                    "video_chat_participants_invited");

    private ServiceNotice() {}

    /** Returns the field by which a message is a notice; empty if a person said it. */
    public static Optional<String> in(JsonNode message) {
        return FIELDS.stream().filter(message::has).findFirst();
    }

    /** Returns the fields of all notices. */
    public static List<String> fields() {
        return FIELDS;
    }
}
