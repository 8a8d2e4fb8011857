package dev.gateway.sim.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.telegram.content.UserContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of what people can send to a bot of the fake Telegram. */
class FakeTelegramUsersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeTelegram telegram = FakeTelegram.start();
    private final BotApiClient bot = new BotApiClient(telegram);
    private final TelegramUser mama = telegram.user("mama");
    private long offset;

    @AfterEach
    void close() {
        telegram.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "photo",
                "document",
                "voice",
                "audio",
                "video",
                "video_note",
                "animation",
                "sticker",
                "location",
                "venue",
                "contact",
                "poll",
                "dice"
            })
    void eachKindOfContentComesInItsField(String kind) {
        control("send", "{\"user\":\"mama\",\"kind\":\"" + kind + "\"}");

        assertThat(message().has(kind)).isTrue();
    }

    @Test
    void anyOtherContentAndFurtherFieldsAreDeliveredAsTheyAre() {
        control(
                "send",
                """
                {"user":"mama","kind":"story","value":{"id":3},
                 "fields":{"via_bot":{"id":9,"is_bot":true}}}""");
        JsonNode message = message();
        assertThat(message.path("story").path("id").asInt()).isEqualTo(3);
        assertThat(message.path("via_bot").path("id").asInt()).isEqualTo(9);

        control("send", "{\"user\":\"mama\",\"kind\":\"rich_message\",\"text\":\"a\\n\\nb\"}");
        assertThat(message().path("rich_message").path("blocks")).hasSize(2);

        control("update", "{\"type\":\"poll_answer\",\"content\":{\"poll_id\":\"7\"}}");
        assertThat(update().path("poll_answer").path("poll_id").asText()).isEqualTo("7");
    }

    @Test
    void anAlbumIsOneMessageForEachPhoto() {
        mama.sendsAlbum(List.of(new byte[1], new byte[2]), "the sea");

        JsonNode first = message();
        JsonNode second = message();
        assertThat(first.path("media_group_id").asText())
                .isNotEmpty()
                .isEqualTo(second.path("media_group_id").asText());
        assertThat(first.path("caption").asText()).isEqualTo("the sea");
        assertThat(second.has("caption")).isFalse();
    }

    @Test
    void mentionsAndCommandsAreMarkedInUtf16Units() {
        telegram.group(telegram.token(), "family")
                .user("papa")
                .sends(
                        UserContent.text("😀 @first_fake_bot /new@first_fake_bot or Otto?")
                                .linking("Otto", JSON.createObjectNode().put("id", 7)));

        List<String> entities = new ArrayList<>();
        JsonNode message = message();
        for (JsonNode entity : message.path("entities")) {
            int begin = entity.path("offset").asInt();
            entities.add(
                    entity.path("type").asText()
                            + " "
                            + message.path("text")
                                    .asText()
                                    .substring(begin, begin + entity.path("length").asInt()));
        }
        assertThat(entities)
                .containsExactlyInAnyOrder(
                        "mention @first_fake_bot",
                        "bot_command /new@first_fake_bot",
                        "text_mention Otto");
    }

    @Test
    void editsQuotesRepliesAndForwardsNameTheirMessages() {
        mama.says("hello, world");
        long id = message().path("message_id").asLong();

        mama.edits(id, "hello, all");
        JsonNode edited = update().path("edited_message");
        assertThat(edited.path("message_id").asLong()).isEqualTo(id);
        assertThat(edited.path("text").asText()).isEqualTo("hello, all");
        assertThat(edited.has("edit_date")).isTrue();

        mama.quotes(id, "all", "who?");
        JsonNode quoting = message();
        assertThat(quoting.path("quote").path("text").asText()).isEqualTo("all");
        assertThat(quoting.path("reply_to_message").path("text").asText()).isEqualTo("hello, all");

        mama.replies(quoting.path("message_id").asLong(), "well?");
        assertThat(message().path("reply_to_message").has("reply_to_message")).isFalse();

        mama.forwards("Otto", "news");
        assertThat(message().path("forward_origin").path("sender_user_name").asText())
                .isEqualTo("Otto");
    }

    @Test
    void aPressedButtonWaitsForItsAcknowledgement() {
        mama.says("hello");
        message();
        bot.call(
                "sendMessage",
                Map.of(
                        "chat_id",
                        mama.conversation(),
                        "text",
                        "Sure?",
                        "reply_markup",
                        Map.of(
                                "inline_keyboard",
                                List.of(List.of(Map.of("text", "Yes", "callback_data", "y"))))));

        SentMessage pressed = mama.presses("y");

        JsonNode query = update().path("callback_query");
        assertThat(query.path("data").asText()).isEqualTo("y");
        assertThat(query.path("message").path("text").asText()).isEqualTo("Sure?");
        assertThat(telegram.callbacks(telegram.token()).values()).allMatch(o -> o.isEmpty());
        bot.call("answerCallbackQuery", Map.of("callback_query_id", query.path("id").asText()));
        assertThat(telegram.callbacks(telegram.token()).values()).noneMatch(o -> o.isEmpty());
        assertThat(pressed.text()).isEqualTo("y");
        assertThatThrownBy(() -> mama.presses("n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMembersOfAGroupAreToldApart() {
        TelegramGroup family = telegram.group(telegram.token(), "family");
        family.bot("other").says("beep");
        assertThat(message().path("from").path("is_bot").asBoolean()).isTrue();

        family.anonymousAdmin().says("order!");
        JsonNode order = message();
        assertThat(order.path("from").path("id").asLong()).isEqualTo(1087968824);
        assertThat(order.path("sender_chat").path("id").asLong()).isEqualTo(family.id());

        family.channel("News").says("today");
        JsonNode post = message();
        assertThat(post.path("is_automatic_forward").asBoolean()).isTrue();
        assertThat(post.path("sender_chat").path("title").asText()).isEqualTo("News");
        assertThat(post.path("forward_origin").path("type").asText()).isEqualTo("channel");
    }

    @Test
    void botsInASharedGroupSeeEachOther() {
        String second = telegram.addBot("second_bot");
        TelegramGroup family = telegram.sharedGroup(List.of(telegram.token(), second), "family");
        var other = new BotApiClient(telegram.server().uri(), second);

        family.user("papa").says("hi");
        JsonNode hi = message();
        assertThat(hi.path("text").asText()).isEqualTo("hi");
        bot.call("sendMessage", Map.of("chat_id", family.id(), "text", "hello, papa"));

        JsonNode seen = other.call("getUpdates").result();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).path("message").path("message_id")).isEqualTo(hi.path("message_id"));
        JsonNode relayed = seen.get(1).path("message");
        assertThat(relayed.path("from").path("username").asText()).isEqualTo("first_fake_bot");
        assertThat(relayed.path("from").path("is_bot").asBoolean()).isTrue();
    }

    @Test
    void aGrownGroupAndARemovedBotAreAnnounced() {
        TelegramGroup family = telegram.group(telegram.token(), "family");
        TelegramGroup grown = family.upgrade();
        assertThat(message().path("migrate_to_chat_id").asLong()).isEqualTo(grown.id());
        assertThat(message().path("migrate_from_chat_id").asLong()).isEqualTo(family.id());

        grown.kickBot();
        JsonNode change = update().path("my_chat_member");
        assertThat(change.path("new_chat_member").path("status").asText()).isEqualTo("kicked");
        mama.blocksBot();
        assertThat(update().path("my_chat_member").path("chat").path("type").asText())
                .isEqualTo("private");
    }

    @Test
    void anEphemeralAnswerIsSeenByOnePersonAlone() {
        TelegramGroup family = telegram.group(telegram.token(), "family");
        TelegramUser papa = family.user("papa");
        papa.whispers("a secret");
        JsonNode whispered = message();
        assertThat(whispered.path("message_id").asLong(-1)).isZero();
        assertThat(whispered.has("ephemeral_message_id")).isTrue();

        bot.call(
                "sendMessage",
                Map.of(
                        "chat_id",
                        family.id(),
                        "text",
                        "kept",
                        "ephemeral_message_parameters",
                        Map.of("receiver_user_id", papa.id())));

        assertThat(papa.heard()).isEmpty();
        assertThat(papa.heardAlone()).extracting(heard -> heard.text()).containsExactly("kept");
        assertThat(family.user("anna").heardAlone()).isEmpty();
    }

    @Test
    void reactionsComeToBotsThatAskForThem() {
        mama.says("hello");
        long id = message().path("message_id").asLong();
        mama.reacts(id, "👍");
        assertThat(telegram.pendingUpdates(telegram.token())).isEqualTo(1);

        bot.call("getUpdates", Map.of("allowed_updates", List.of("message", "message_reaction")));
        control("react", "{\"user\":\"mama\",\"message_id\":" + id + ",\"emoji\":\"👎\"}");

        JsonNode reaction = update().path("message_reaction");
        assertThat(reaction.path("new_reaction").get(0).path("emoji").asText()).isEqualTo("👎");
    }

    private ObjectNode control(String action, String arguments) {
        try {
            return telegram.control(action, JSON.readTree(arguments));
        } catch (IOException e) {
            throw new AssertionError(arguments, e);
        }
    }

    private JsonNode message() {
        return update().path("message");
    }

    /** Returns the next update and confirms it. */
    private JsonNode update() {
        JsonNode updates = bot.call("getUpdates", Map.of("offset", offset, "limit", 1)).result();
        assertThat(updates).isNotEmpty();
        offset = updates.get(0).path("update_id").asLong() + 1;
        return updates.get(0);
    }
}
