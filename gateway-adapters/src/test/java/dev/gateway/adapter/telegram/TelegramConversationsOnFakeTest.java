package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.SenderKind;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.telegram.TelegramGroup;
import dev.gateway.sim.telegram.TelegramUser;
import dev.gateway.sim.telegram.content.UserContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what people of the fake Telegram say, as the gateway receives it. */
class TelegramConversationsOnFakeTest {

    @TempDir Path media;
    private final FakeTelegram telegram = FakeTelegram.start();
    private final TelegramUser mama = telegram.user("mama");
    private PlatformAdapter adapter;
    private RecordingContext context;
    private ServingThread serving;

    @BeforeEach
    void serve() {
        context = new RecordingContext("family", media);
        adapter =
                new TelegramFactory()
                        .create(
                                new PlatformConfig(
                                        "family",
                                        "telegram",
                                        true,
                                        Optional.of(telegram.server().uri()),
                                        Duration.ofSeconds(20),
                                        Duration.ofSeconds(90),
                                        Options.of(Map.of("token", Secret.of(telegram.token())))),
                                context);
        serving = ServingThread.start(adapter);
    }

    @AfterEach
    void close() throws Exception {
        serving.end();
        telegram.close();
    }

    @Test
    void allThatAPersonSendsArrivesInItsOrder() {
        byte[] bytes = new byte[9];
        mama.says("hello");
        mama.sendsFile("voice", "voice.ogg", bytes, "");
        mama.sendsFile("video_note", "round.mp4", bytes, "");
        mama.sendsFile("animation", "wave.mp4", bytes, "");
        mama.sendsSticker("", bytes);
        mama.sends(UserContent.location(52.5, 13.4));
        mama.sends(UserContent.venue(52.5, 13.4, "Cafe", "Main Street 1"));
        mama.sends(UserContent.contact("Otto", "+491234"));
        mama.sends(UserContent.poll("Lunch?", List.of("yes", "no")));
        mama.sends(UserContent.dice(6));
        mama.sends(UserContent.rich(List.of("one", "two")));
        mama.edits(1, "hello, all");

        List<InboundMessage> messages = received(12);

        assertThat(messages)
                .extracting(message -> message.context().kind())
                .containsExactly(
                        MessageKind.TEXT,
                        MessageKind.AUDIO,
                        MessageKind.VIDEO,
                        MessageKind.VIDEO,
                        MessageKind.STICKER,
                        MessageKind.LOCATION,
                        MessageKind.LOCATION,
                        MessageKind.CONTACT,
                        MessageKind.POLL,
                        MessageKind.OTHER,
                        MessageKind.TEXT,
                        MessageKind.EDITED);
        assertThat(messages)
                .allSatisfy(
                        message ->
                                assertThat(message.text().isEmpty() && message.remote().isEmpty())
                                        .isFalse());
        assertThat(messages.get(6).context().location().orElseThrow().title()).isEqualTo("Cafe");
        assertThat(messages.get(10).text()).isEqualTo("one\n\ntwo");
        assertThat(messages.get(11).text()).isEqualTo("hello, all");
    }

    @Test
    void theMessagesOfAnAlbumBelongTogether() {
        mama.sendsAlbum(List.of(new byte[1], new byte[2], new byte[3]), "the sea");

        List<InboundMessage> messages = received(3);

        assertThat(messages)
                .extracting(message -> message.context().album())
                .doesNotContain("")
                .hasSize(3)
                .allMatch(messages.get(0).context().album()::equals);
        assertThat(messages.get(0).text()).isEqualTo("the sea");
    }

    @Test
    void inAGroupOnlyWhatIsAddressedSaysSo() throws Exception {
        TelegramGroup family = telegram.group(telegram.token(), "family");
        TelegramUser papa = family.user("papa");
        papa.says("dinner at 7?");
        papa.says("@other_bot what time is it");
        papa.sends(UserContent.text("Otto, look").linking("Otto", account(7)));
        papa.says("@all lunch");
        papa.sends(UserContent.text("a joke").with("via_bot", account(8)));
        family.channel("News").says("today");
        family.bot("other_bot").says("beep");
        family.anonymousAdmin().says("order, @first_fake_bot");
        papa.says("😀 what does @First_Fake_Bot think?");
        papa.says("/new@first_fake_bot");
        papa.sends(UserContent.text("Bot, hi").linking("Bot", account(botId())));

        List<InboundMessage> messages = received(11);

        assertThat(messages)
                .extracting(InboundMessage::addressed)
                .containsExactly(
                        false, false, false, false, false, false, false, true, true, true, true);
        assertThat(messages)
                .extracting(message -> message.context().senderKind())
                .containsSequence(SenderKind.CHANNEL, SenderKind.BOT, SenderKind.PERSON)
                .doesNotContainNull();
        assertThat(messages.get(3).context().mentionsAll()).isTrue();

        adapter.send(new OutboundMessage("m", papa.conversation(), "{}", "so it is", List.of()));
        long answer = papa.shown().get(0).path("message_id").asLong();
        papa.replies(answer, "why?");
        InboundMessage reply = received(12).get(11);
        assertThat(reply.addressed()).isTrue();
        assertThat(reply.context().replyTo().orElseThrow().text()).isEqualTo("so it is");
    }

    @Test
    void whatIsWhisperedIsAnsweredInPrivate() throws Exception {
        TelegramGroup family = telegram.group(telegram.token(), "family");
        TelegramUser papa = family.user("papa");
        papa.whispers("a secret");
        InboundMessage message = received(1).get(0);

        adapter.send(
                new OutboundMessage(
                        "m", message.conversation(), message.replyContext(), "kept", List.of()));

        assertThat(papa.heard()).isEmpty();
        assertThat(papa.heardAlone()).extracting(heard -> heard.text()).containsExactly("kept");
    }

    @Test
    void aGroupThatGrewIsKnownBeforeTheNextAnswer() throws Exception {
        TelegramGroup family = telegram.group(telegram.token(), "family");
        TelegramUser papa = family.user("papa");
        papa.says("hello");
        TelegramGroup grown = family.upgrade();
        grown.user("papa").says("bigger");
        received(2);

        adapter.send(new OutboundMessage("m", papa.conversation(), "{}", "hi", List.of()));

        assertThat(grown.user("papa").heard()).hasSize(1);
        assertThat(context.notes())
                .containsEntry("migrated:" + family.id(), Long.toString(grown.id()));
    }

    private List<InboundMessage> received(int count) {
        await().atMost(TelegramFixture.SOON).until(() -> context.deliveries().size() >= count);
        return context.deliveries();
    }

    private long botId() {
        return Long.parseLong(telegram.token().split(":")[0]);
    }

    private static ObjectNode account(long id) {
        return BotApi.body().put("id", id).put("is_bot", true);
    }
}
