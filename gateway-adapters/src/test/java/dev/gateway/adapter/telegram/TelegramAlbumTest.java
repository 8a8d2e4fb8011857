package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.Attachment.Kind;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.telegram.TelegramGroup;
import dev.gateway.sim.telegram.TelegramUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers with files, as people see them on the fake platform. */
class TelegramAlbumTest extends TelegramSendingFixture {

    private final TelegramGroup house = telegram.supergroup(telegram.token(), "house");
    private int sent;

    /** Splits and sends an answer; returns the number of messages that the journal would hold. */
    private int answer(String conversation, String reply, String text, Attachment... files)
            throws Exception {
        List<MessagePart> parts = adapter.split(new MessagePart(text, List.of(files)));
        for (MessagePart part : parts) {
            adapter.send(
                    new OutboundMessage(
                            "m-" + sent++,
                            conversation,
                            reply,
                            part.text(),
                            part.attachments(),
                            part.format()));
        }
        return parts.size();
    }

    private int answer(String text, Attachment... files) throws Exception {
        return answer(mama.conversation(), "", text, files);
    }

    private Attachment file(Kind kind, String name, String type) throws Exception {
        return file(kind, name, type, name.getBytes(StandardCharsets.UTF_8));
    }

    private Attachment file(Kind kind, String name, String type, byte[] content) throws Exception {
        Path path = Files.write(Files.createTempFile(media, "out", ""), content);
        return new Attachment(kind, name, type, path, content.length);
    }

    /** Returns the sizes of the albums in order. */
    private List<Integer> albums() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (JsonNode message : mama.shown()) {
            if (message.has("media_group_id")) {
                sizes.merge(message.get("media_group_id").asText(), 1, Integer::sum);
            }
        }
        return List.copyOf(sizes.values());
    }

    private List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        mama.heard().forEach(heard -> heard.files().forEach(file -> kinds.add(file.kind())));
        return kinds;
    }

    @ParameterizedTest
    @CsvSource({
        "IMAGE, a.png, image/png, photo",
        "IMAGE, a.gif, image/gif, animation",
        "IMAGE, a.webp, image/webp, photo",
        "AUDIO, a.mp3, audio/mpeg, audio",
        "AUDIO, a.ogg, audio/ogg, voice",
        "AUDIO, a.opus, application/octet-stream, voice",
        "VIDEO, a.mp4, video/mp4, video",
        "FILE, a.pdf, application/pdf, document",
        "FILE, a.gif, image/gif, document",
        "FILE, a.tgs, application/x-tgsticker, sticker",
    })
    void eachKindOfFileIsShownAsItself(Kind kind, String name, String type, String shown)
            throws Exception {
        assertThat(answer("", file(kind, name, type))).isEqualTo(1);

        assertThat(kinds()).containsExactly(shown);
        assertThat(mama.heard().get(0).files().get(0).name()).isEqualTo(name);
    }

    @Test
    void aWebpImageWithASideOf512IsASticker() throws Exception {
        byte[] webp = new byte[30];
        System.arraycopy("RIFF____WEBPVP8X".getBytes(StandardCharsets.US_ASCII), 0, webp, 0, 16);
        webp[24] = (byte) 0xff;
        webp[25] = 1;
        webp[27] = 99;
        answer("", file(Kind.IMAGE, "s.webp", "image/webp", webp));
        assertThat(kinds()).containsExactly("sticker");

        webp[25] = 2;
        answer("", file(Kind.IMAGE, "p.webp", "image/webp", webp));
        assertThat(kinds()).containsExactly("sticker", "photo");
    }

    @Test
    void aTextWithAFileIsOneMessage() throws Exception {
        assertThat(answer("look", file(Kind.IMAGE, "a.png", "image/png"))).isEqualTo(1);
        assertThat(mama.heard()).extracting("text").containsExactly("look");
        assertThat(kinds()).containsExactly("photo");

        String longest = "x".repeat(1024);
        assertThat(answer(longest, file(Kind.AUDIO, "a.ogg", "audio/ogg"))).isEqualTo(1);
        assertThat(answer(longest + "x", file(Kind.FILE, "a.pdf", "application/pdf"))).isEqualTo(2);
        assertThat(mama.heard())
                .extracting("text")
                .containsExactly("look", longest, longest + "x", "");
    }

    @Test
    void aStickerHasNoCaption() throws Exception {
        assertThat(answer("hi", file(Kind.FILE, "a.tgs", "application/x-tgsticker"))).isEqualTo(2);

        assertThat(mama.heard()).extracting("text").containsExactly("hi", "");
    }

    @Test
    void picturesAndVideosInARowAreOneAlbumWithOneCaption() throws Exception {
        Attachment picture = file(Kind.IMAGE, "a.png", "image/png");
        Attachment video = file(Kind.VIDEO, "b.mp4", "video/mp4");

        assertThat(answer("three", picture, video, picture)).isEqualTo(1);

        assertThat(kinds()).containsExactly("photo", "video", "photo");
        assertThat(mama.heard()).extracting("text").containsExactly("three", "", "");
        assertThat(albums()).containsExactly(3);
    }

    @Test
    void anAlbumHasAtMostTenAndOnlyFilesThatGoTogether() throws Exception {
        Attachment[] files = new Attachment[14];
        for (int i = 0; i < 11; i++) {
            files[i] = file(Kind.IMAGE, i + ".png", "image/png");
        }
        files[11] = file(Kind.FILE, "a.pdf", "application/pdf");
        files[12] = file(Kind.FILE, "b.pdf", "application/pdf");
        files[13] = file(Kind.AUDIO, "c.ogg", "audio/ogg");

        assertThat(answer("", files)).isEqualTo(4);

        assertThat(albums()).containsExactly(10, 2);
        assertThat(kinds()).hasSize(14).endsWith("photo", "document", "document", "voice");
    }

    @Test
    void aRefusedAlbumGoesFileByFile() throws Exception {
        telegram.server()
                .faults()
                .add(refusal("sendMediaGroup", "Bad Request: PHOTO_INVALID_DIMENSIONS"));
        Attachment picture = file(Kind.IMAGE, "a.png", "image/png");

        answer("two", picture, picture);

        assertThat(kinds()).containsExactly("photo", "photo");
        assertThat(mama.heard()).extracting("text").containsExactly("two", "");
    }

    @Test
    void oneFileThatCannotBeSentStopsNoneOfTheOthers() throws Exception {
        Attachment picture = file(Kind.IMAGE, "a.png", "image/png");
        Attachment empty = file(Kind.IMAGE, "e.png", "image/png", new byte[0]);

        assertThatThrownBy(() -> answer("", picture, empty, picture))
                .isInstanceOf(Undeliverable.class)
                .hasMessageContaining("file must be non-empty");

        assertThat(kinds()).containsExactly("photo", "photo");
    }

    @Test
    void aVoiceMessageThatTheReceiverForbidsIsAFile() throws Exception {
        telegram.server()
                .faults()
                .add(refusal("sendVoice", "Bad Request: VOICE_MESSAGES_FORBIDDEN"));

        answer("", file(Kind.AUDIO, "a.ogg", "audio/ogg"));

        assertThat(kinds()).containsExactly("document");
    }

    @Test
    void anAnswerToADeletedTopicReachesTheGroup() throws Exception {
        TelegramUser papa = house.user("papa", 7);
        papa.says("milk");
        String topic = papa.conversation();
        house.deleteTopic(7);

        answer(topic, "{\"message_id\":2,\"thread\":7}", "noted");
        Attachment picture = file(Kind.IMAGE, "a.png", "image/png");
        answer(topic, "{\"message_id\":2,\"thread\":7}", "look", picture, picture);

        assertThat(house.user("papa").heard())
                .extracting("text")
                .containsExactly("noted", "look", "");
    }

    @Test
    void anAnswerToAClosedTopicReachesTheGroup() throws Exception {
        TelegramUser papa = house.user("papa", 7);
        papa.says("milk");
        house.closeTopic(7);

        answer(papa.conversation(), "{\"message_id\":2,\"thread\":7}", "noted");

        assertThat(house.user("papa").heard()).extracting("text").containsExactly("noted");
    }

    @Test
    void anAnswerToADeletedMessageArrivesWithoutTheReply() throws Exception {
        TelegramUser papa = house.user("papa");
        papa.says("milk");
        papa.deletes(2);

        answer(papa.conversation(), "{\"message_id\":2}", "noted");

        assertThat(papa.heard()).extracting("text").containsExactly("noted");
        assertThat(papa.shown().get(0).has("reply_to_message")).isFalse();
    }

    private static FaultRule refusal(String method, String description) {
        String body =
                "{\"ok\":false,\"error_code\":400,\"description\":\"%s\"}".formatted(description);
        return FaultRule.on("/bot*/" + method, Fault.Answer.status(400, body));
    }
}
