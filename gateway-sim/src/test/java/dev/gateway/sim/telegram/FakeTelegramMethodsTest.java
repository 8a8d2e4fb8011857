package dev.gateway.sim.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each method of the Bot API that sends or changes something, and a refusal of each. */
class FakeTelegramMethodsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualClock clock = new ManualClock();
    private final FakeTelegram telegram =
            FakeTelegram.start(TelegramOptions.defaults().clock(clock));
    private final BotApiClient client = new BotApiClient(telegram);
    private final TelegramUser mama = telegram.user("mama");
    private final TelegramGroup house = telegram.supergroup(telegram.token(), "house");
    private final TelegramUser papa = house.user("papa", 7);

    /** Message 1 is the person's, message 2 the bot's; message 3 is in the group. */
    @BeforeEach
    void someMessages() {
        mama.says("hello");
        call("sendMessage", "{'chat_id':1000001,'text':'first'}");
        papa.says("milk");
    }

    @AfterEach
    void close() {
        telegram.close();
    }

    private BotApiClient.Answer call(String method, String arguments) {
        try {
            Map<String, Object> all = new HashMap<>();
            JSON.readTree(arguments.replace('\'', '"'))
                    .properties()
                    .forEach(field -> all.put(field.getKey(), field.getValue()));
            return client.call(method, all);
        } catch (java.io.IOException e) {
            throw new AssertionError(arguments, e);
        }
    }

    private static void assertRefused(BotApiClient.Answer answer, int code, String description) {
        assertThat(answer.description()).isEqualTo(description);
        assertThat(answer.status()).isEqualTo(code);
        assertThat(answer.body().path("ok").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sendPhoto | 'photo':'http://a.example/cat.png' | /photo/0/file_id",
                "sendDocument | 'document':'http://a.example/a.pdf' | /document/file_name",
                "sendAudio | 'audio':'http://a.example/a.mp3','caption':'x' | /audio/duration",
                "sendVoice | 'voice':'http://a.example/a.ogg' | /voice/duration",
                "sendVideo | 'video':'http://a.example/a.mp4' | /video/width",
                "sendAnimation | 'animation':'http://a.example/a.gif' | /animation/width",
                "sendVideoNote | 'video_note':'http://a.example/a.mp4' | /video_note/length",
                "sendSticker | 'sticker':'http://a.example/a.webp' | /sticker/width",
                "sendLocation | 'latitude':52.5,'longitude':13.4 | /location/latitude",
                "sendVenue | 'latitude':1,'longitude':2,'title':'t','address':'a' | /venue/title",
                "sendContact | 'phone_number':'1','first_name':'n' | /contact/first_name",
                "sendPoll | 'question':'q','options':['a',{'text':'b'}] | /poll/options/1/text",
                "sendDice | 'emoji':'🎯' | /dice/value",
                "sendRichMessage | 'rich_message':{'markdown':'# a'} | /rich_message/blocks/0/text",
                "sendMediaGroup | 'media':[{'type':'photo','media':'http://a.example/a.png'},"
                        + "{'type':'video','media':'http://a.example/b.mp4'}] | /1/media_group_id",
                "forwardMessage | 'from_chat_id':1000001,'message_id':2 | /forward_origin/type",
                "copyMessage | 'from_chat_id':1000001,'message_id':2 | /message_id",
                "editMessageText | 'message_id':2,'text':'second' | /edit_date",
                "editMessageReplyMarkup | 'message_id':2,'reply_markup':{'inline_keyboard':"
                        + "[[{'text':'Yes','callback_data':'y'}]]} |"
                        + " /reply_markup/inline_keyboard/0/0/callback_data",
                "deleteMessage | 'message_id':2 |",
                "pinChatMessage | 'message_id':2 |",
                "setMessageReaction | 'message_id':1,'reaction':[{'type':'emoji','emoji':'❤️'}] |",
                "setMyCommands | 'commands':[{'command':'new','description':'Start over'}] |",
                "getMyCommands | 'scope':{'type':'default'} |",
                "deleteMyCommands | 'language_code':'de' |",
                "setMyShortDescription | 'short_description':'hi' |",
                "getChatMember | 'user_id':1000001 | /status",
                "getChatMember | 'user_id':700000001 | /user/is_bot",
                "sendMessageDraft | 'draft_id':5,'text':'so far' |",
            })
    void eachMethodAnswersLikeThePlatform(String method, String arguments, String field) {
        BotApiClient.Answer answer = call(method, "{'chat_id':1000001," + arguments + "}");

        assertThat(answer.description()).isEmpty();
        if (field == null) {
            assertThat(answer.result().isMissingNode()).isFalse();
        } else {
            assertThat(answer.result().at(field).isValueNode()).as(field).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sendPhoto | | there is no photo in the request",
                "sendAudio | | there is no audio in the request",
                "sendVoice | | there is no voice in the request",
                "sendVideo | | there is no video in the request",
                "sendAnimation | | there is no animation in the request",
                "sendVideoNote | | there is no video note in the request",
                "sendSticker | | there is no sticker in the request",
                "sendDocument | 'document':'x' | wrong file identifier/HTTP URL specified",
                "sendPhoto | 'photo':'http://x.invalid/a' | failed to get HTTP URL content",
                "sendPhoto | 'photo':'http:///a' | wrong HTTP URL specified",
                "sendMediaGroup | | parameter \"media\" is required",
                "sendMediaGroup | 'media':[{'type':'photo'}] |"
                        + " can't parse InputMedia: media not found",
                "sendMediaGroup | 'media':[{'type':'animation','media':'x'}] | can't parse"
                        + " InputMedia: type \"animation\" can't be used in sendMediaGroup",
                "sendMediaGroup | 'media':[{'type':'photo','media':'http://a.example/a'},"
                        + "{'type':'document','media':'http://a.example/a'}] |"
                        + " document can't be mixed with other media types",
                "sendLocation | 'latitude':52.5 | longitude is empty",
                "sendLocation | 'latitude':91,'longitude':1 | wrong location specified",
                "sendContact | 'first_name':'n' | parameter \"phone_number\" is required",
                "sendPoll | 'question':'q','options':['a'] | poll must have at least 2 option",
                "sendDice | 'emoji':'x' | EMOTICON_INVALID",
                "sendRichMessage | 'rich_message':{} | can't parse InputRichMessage: exactly one of"
                        + " \"html\", \"markdown\" and \"blocks\" must be specified",
                "forwardMessage | 'from_chat_id':1000001,'message_id':99 |"
                        + " message to forward not found",
                "copyMessage | 'from_chat_id':1000001,'message_id':99 | message to copy not found",
                "copyMessage | 'message_id':2 | from_chat_id is empty",
                "editMessageText | 'message_id':99,'text':'x' | message to edit not found",
                "editMessageText | 'message_id':1,'text':'x' | message can't be edited",
                "editMessageText | 'message_id':2,'text':'first' | message is not modified: specified"
                        + " new message content and reply markup are exactly the same as a current"
                        + " content and reply markup of the message",
                "editMessageCaption | 'message_id':2,'caption':'x' |"
                        + " there is no caption in the message to edit",
                "editMessageReplyMarkup | 'message_id':2,'reply_markup':'x' |"
                        + " can't parse reply keyboard markup JSON object",
                "deleteMessage | 'message_id':99 | message to delete not found",
                "pinChatMessage | 'message_id':99 | message to pin not found",
                "unpinChatMessage | | message to unpin not found",
                "setMessageReaction | 'message_id':1,'reaction':[{'type':'emoji','emoji':'🚗'}] |"
                        + " REACTION_INVALID",
                "setMessageReaction | 'message_id':99 | message to react not found",
                "setMyCommands | 'commands':[{'command':'New!','description':'x'}] |"
                        + " BOT_COMMAND_INVALID",
                "setMyCommands | 'commands':[{'command':'new'}] |"
                        + " can't parse BotCommand: Can't find field \"description\"",
                "getMyCommands | 'scope':'x' | can't parse BotCommandScope JSON object",
                "deleteMyCommands | 'language_code':'German' | invalid language code specified",
                "setMyShortDescription | 'language_code':'x' | invalid language code specified",
                "getChatMember | | invalid user_id specified",
                "getChatMember | 'user_id':5 | user not found",
                "getChatAdministrators | | there are no administrators in the private chat",
                "createForumTopic | 'name':'x' | the chat is not a forum",
                "answerCallbackQuery | 'callback_query_id':'1' |"
                        + " query is too old and response timeout expired or query ID is invalid",
                "sendMessageDraft | 'text':'x' | RANDOM_ID_INVALID",
                "sendMessage | 'text':'x','reply_parameters':{'message_id':1,'quote':'bye'} |"
                        + " QUOTE_TEXT_INVALID",
                "sendMessage | 'text':'x','reply_markup':{'inline_keyboard':[[{'text':'a'}]]} |"
                        + " can't parse inline keyboard button: Text buttons are unallowed in the"
                        + " inline keyboard",
            })
    void eachMethodRefusesLikeThePlatform(String method, String arguments, String error) {
        String more = arguments == null ? "" : "," + arguments;

        assertRefused(
                call(method, "{'chat_id':1000001" + more + "}"), 400, "Bad Request: " + error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTML | <b>bö</b> <i>x</i> | bö x | bold 0 2, italic 3 1",
                "HTML | <b>a<u>b</u></b> | ab | bold 0 2, underline 1 1",
                "HTML | 😀<s>x</s> | 😀x | strikethrough 2 1",
                "HTML | <a href=\"http://a.b/?x=1&amp;y\">n</a> | n | text_link 0 1 http://a.b/?x=1&y",
                "HTML | <pre><code class=\"language-java\">a &lt; b</code></pre> | a < b |"
                        + " pre 0 5 java",
                "HTML | <code>/no @no</code> | /no @no | code 0 7",
                "HTML | <blockquote expandable>q</blockquote> | q | expandable_blockquote 0 1",
                "HTML | <tg-spoiler>s</tg-spoiler> &#x41;&foo; | s A&foo; | spoiler 0 1",
                "MarkdownV2 | *b __u__* ~x~ | b u x |"
                        + " bold 0 3, underline 2 1, strikethrough 4 1",
                "MarkdownV2 | [n](http://a.b/\\)c) | n | text_link 0 1 http://a.b/)c",
                "MarkdownV2 | ```java⏎a.b``` `c` | a.b c | pre 0 3 java, code 4 1",
                "Markdown | *b* [n](http://a.b) | b n | bold 0 1, text_link 2 1 http://a.b",
                "'' | /new @papa #tag http://a.b/c. | /new @papa #tag http://a.b/c. |"
                        + " bot_command 0 4, mention 5 5, hashtag 11 4, url 16 12",
                "'' | a_b@c.de | a_b@c.de | email 0 8",
            })
    void markupBecomesEntities(String mode, String text, String visible, String entities) {
        ObjectNode arguments = JSON.createObjectNode().put("chat_id", 1_000_001);
        arguments.put("text", text.replace('⏎', '\n')).put("parse_mode", mode);
        JsonNode message = call("sendMessage", arguments.toString()).result();

        assertThat(message.path("text").asText()).isEqualTo(visible);
        assertThat(message.path("entities").valueStream().map(this::shown))
                .containsExactly(entities.split(", "));
    }

    private String shown(JsonNode entity) {
        String extra = entity.path("url").asText("") + entity.path("language").asText("");
        return (entity.path("type").asText()
                        + " "
                        + entity.path("offset").asInt()
                        + " "
                        + entity.path("length").asInt()
                        + " "
                        + extra)
                .strip();
    }

    @Test
    void aQuoteAndButtonsAreShownInTheMessage() {
        JsonNode message =
                call(
                                "sendMessage",
                                "{'chat_id':1000001,'text':'yes','reply_parameters':"
                                        + "{'message_id':1,'quote':'ell'},'reply_markup':"
                                        + "{'inline_keyboard':[[{'text':'a','url':'http://a'}]]}}")
                        .result();

        assertThat(message.at("/quote/text").asText()).isEqualTo("ell");
        assertThat(message.at("/quote/position").asInt()).isEqualTo(1);
        assertThat(message.at("/reply_to_message/message_id").asInt()).isEqualTo(1);
        assertThat(mama.shown().get(1).at("/reply_markup/inline_keyboard/0/0/url").asText())
                .isEqualTo("http://a");
    }

    @Test
    void anEditedOrDeletedMessageIsSeenSo() {
        call("editMessageText", "{'chat_id':1000001,'message_id':2,'text':'second'}");
        assertThat(mama.heard()).extracting("text").containsExactly("second");

        call("deleteMessage", "{'chat_id':1000001,'message_id':2}");
        assertThat(mama.heard()).isEmpty();
    }

    @Test
    void anAlbumIsOneCallWithSeveralMessages() {
        JsonNode sent =
                call(
                                "sendMediaGroup",
                                "{'chat_id':1000001,'media':[{'type':'photo','media':"
                                        + "'http://a.example/1.png','caption':'<b>x</b>',"
                                        + "'parse_mode':'HTML'},{'type':'photo','media':"
                                        + "'http://a.example/2.png'}]}")
                        .result();

        assertThat(sent).hasSize(2);
        assertThat(sent.at("/0/media_group_id")).isEqualTo(sent.at("/1/media_group_id"));
        assertThat(sent.at("/0/caption_entities/0/type").asText()).isEqualTo("bold");
        assertThat(mama.heard()).extracting("text").containsExactly("first", "x", "");
        assertThat(mama.heard().get(2).files().get(0).kind()).isEqualTo("photo");
    }

    @Test
    void aTopicCanBeCreatedClosedAndDeleted() {
        String chat = "{'chat_id':" + house.id();
        long topic =
                call("createForumTopic", chat + ",'name':'shopping'}")
                        .result()
                        .path("message_thread_id")
                        .asLong();
        String say = chat + ",'text':'x','message_thread_id':" + topic + "}";
        assertThat(call("sendMessage", say).status()).isEqualTo(200);

        house.closeTopic(topic);
        assertRefused(call("sendMessage", say), 400, "Bad Request: TOPIC_CLOSED");
        house.deleteTopic(topic);
        assertRefused(call("sendMessage", say), 400, "Bad Request: message thread not found");
        assertRefused(call("sendChatAction", say), 400, "Bad Request: message thread not found");
        assertRefused(call("deleteForumTopic", say), 400, "Bad Request: TOPIC_ID_INVALID");
    }

    @Test
    void aDeletedMessageCanNotBeAnswered() {
        mama.deletes(1);

        assertRefused(
                call(
                        "sendMessage",
                        "{'chat_id':1000001,'text':'x','reply_parameters':{'message_id':1}}"),
                400,
                "Bad Request: message to be replied not found");
    }

    @Test
    void theBotAndTheFirstPersonAdministerAGroup() {
        JsonNode all = call("getChatAdministrators", "{'chat_id':" + house.id() + "}").result();

        assertThat(all.findValuesAsText("status")).containsExactly("creator", "administrator");
        assertThat(all.at("/0/user/first_name").asText()).isEqualTo("papa");
    }

    @Test
    void commandsAreKeptForEachScope() {
        call("setMyCommands", "{'commands':[{'command':'a','description':'x'}]}");
        String german = "'language_code':'de'}";

        assertThat(call("getMyCommands", "{}").result().at("/0/command").asText()).isEqualTo("a");
        assertThat(call("getMyCommands", "{" + german).result()).isEmpty();
        call("deleteMyCommands", "{}");
        assertThat(call("getMyCommands", "{}").result()).isEmpty();
    }

    @Test
    void aServerInLocalModeGivesPathsOfItsDiskAndNoLimit(@TempDir Path folder) throws Exception {
        byte[] large = new byte[21 * 1024 * 1024];
        large[7] = 1;
        var options = TelegramOptions.defaults().localFolder(folder);
        try (FakeTelegram local = FakeTelegram.start(options)) {
            BotApiClient own = new BotApiClient(local);
            local.user("mama").sendsDocument("a.bin", "application/octet-stream", large, "");
            String id = own.call("getUpdates").result().at("/0/message/document/file_id").asText();

            String path =
                    own.call("getFile", Map.of("file_id", id)).result().path("file_path").asText();

            assertThat(Path.of(path)).isAbsolute().startsWith(folder).hasBinaryContent(large);
            Path upload = Files.writeString(folder.resolve("u.txt"), "text");
            own.call(
                    "sendDocument",
                    Map.of("chat_id", 1_000_001, "document", upload.toUri().toString()));
            assertThat(local.user("mama").heard().get(0).files().get(0).content())
                    .isEqualTo("text".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void thePublicServerGivesNoFileOfMoreThan20Megabytes() {
        mama.sendsDocument("a.bin", "application/octet-stream", new byte[21 << 20], "");
        JsonNode updates = client.call("getUpdates").result();
        List<String> ids = updates.findValuesAsText("file_id");

        assertRefused(
                client.call("getFile", Map.of("file_id", ids.get(0))),
                400,
                "Bad Request: file is too big");
    }
}
