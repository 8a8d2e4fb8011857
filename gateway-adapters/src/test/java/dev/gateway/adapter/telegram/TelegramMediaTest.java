package dev.gateway.adapter.telegram;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import dev.gateway.sim.telegram.FakeTelegram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramMediaTest {

    private static final String DOCUMENT =
            """
            "document":{"file_id":"F1","file_name":"../../etc/pass wd.pdf",
                        "mime_type":"application/pdf","file_size":3}""";

    private static final RemoteAttachment FILE =
            new RemoteAttachment(Attachment.Kind.FILE, "a.pdf", "application/pdf", 3, "F1");

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();
    private RecordingContext context;

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @Test
    void theLargestPhotoIsToBeLoadedAndTheCaptionIsTheText() throws Exception {
        bot.answer(
                "getFile",
                TelegramFixture.ok("{\"file_id\":\"big\",\"file_path\":\"photos/file 1.jpg\"}"));
        bot.file("photos/file%201.jpg", aResponse().withBody("jpeg"));

        InboundMessage message =
                receive(
                        """
                        "caption":"look","photo":[
                          {"file_id":"small","width":90,"height":90,"file_size":100},
                          {"file_id":"big","width":800,"height":800,"file_size":4},
                          {"file_id":"middle","width":320,"height":320,"file_size":200}]""");

        assertThat(message.text()).isEqualTo("look");
        assertThat(message.remote())
                .containsExactly(
                        new RemoteAttachment(
                                Attachment.Kind.IMAGE, "photo.jpg", "image/jpeg", 4, "big"));
        assertThat(load(message.remote().get(0))).hasContent("jpeg");
        assertThat(bot.calls("getFile"))
                .containsExactly(TelegramFixture.json("{\"file_id\":\"big\"}"));
    }

    @Test
    void aMessageIsHandedOverAndConfirmedWithoutItsFile() throws Exception {
        InboundMessage message = receive(DOCUMENT);

        assertThat(message.remote()).hasSize(1);
        await().atMost(TelegramFixture.SOON)
                .until(
                        () ->
                                bot.calls("getUpdates").stream()
                                        .anyMatch(call -> call.path("offset").asInt() == 2));
        assertThat(bot.calls("getFile")).isEmpty();
    }

    static Stream<String> kinds() {
        return Stream.of("voice", "audio", "video", "video_note", "animation", "document");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfFileIsLoaded(String kind) throws Exception {
        bot.answer("getFile", TelegramFixture.ok("{\"file_path\":\"f\"}"));
        bot.file("f", aResponse().withBody("bytes"));

        InboundMessage message = receive("\"" + kind + "\":{\"file_id\":\"F1\",\"file_size\":5}");

        assertThat(message.text()).isEmpty();
        assertThat(message.remote()).hasSize(1);
        assertThat(load(message.remote().get(0))).hasContent("bytes");
    }

    @Test
    void anAnimationThatComesAsADocumentTooIsOneFile() throws Exception {
        assertThat(
                        receive(
                                        """
                                        "animation":{"file_id":"F1"},"document":{"file_id":"F1"}""")
                                .remote())
                .extracting(RemoteAttachment::kind)
                .containsExactly(Attachment.Kind.VIDEO);
    }

    static Stream<ResponseDefinitionBuilder> passing() {
        return Stream.of(
                aResponse().withStatus(500),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aFileThatIsNotReachedMayBeHadLater(ResponseDefinitionBuilder failure) throws Exception {
        bot.answer("getFile", TelegramFixture.ok("{\"file_path\":\"f\"}"));
        bot.file("f", failure);

        assertThatThrownBy(() -> load(FILE)).isInstanceOf(PlatformException.Unreachable.class);
    }

    @Test
    void tooManyCallsAreWaitedFor() throws Exception {
        bot.answer(
                "getFile",
                TelegramFixture.refused(429, "Too Many Requests", "{\"retry_after\":7}"));

        assertThatThrownBy(() -> load(FILE))
                .isInstanceOfSatisfying(
                        PlatformException.Throttled.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
    }

    @Test
    void aFileThatIsRefusedOrTooLargeIsGivenUp() throws Exception {
        bot.answer("getFile", TelegramFixture.refused(400, "Bad Request: wrong file_id"));
        assertThatThrownBy(() -> load(FILE)).isInstanceOf(PlatformException.Unavailable.class);
        bot.answer("getFile", TelegramFixture.refused(400, "Bad Request: file is too big"));
        assertThatThrownBy(() -> load(FILE)).isInstanceOf(PlatformException.Unavailable.class);
    }

    @Test
    void thePublicServerGivesNoMoreThan20Megabytes() throws Exception {
        bot.answer("getFile", TelegramFixture.ok("{\"file_path\":\"f\"}"));
        bot.file("f", aResponse().withBody(new byte[(20 << 20) + 1]));

        assertThatThrownBy(() -> loadAsFromPublicServer(FILE))
                .isInstanceOf(PlatformException.Unavailable.class);
    }

    @Test
    void aDownloadThatBrokeOffContinuesWhereItEnded() throws Exception {
        try (FakeTelegram fake = FakeTelegram.start()) {
            fake.user("mama")
                    .sendsDocument("a.txt", "text/plain", "0123456789".getBytes(UTF_8), "");
            RemoteAttachment file =
                    new RemoteAttachment(
                            Attachment.Kind.FILE, "a.txt", "text/plain", 10, "fake-file-1");
            assertThat(resume(fake, file, "")).hasContent("0123456789");
            assertThat(resume(fake, file, "ABCD")).hasContent("ABCD456789");
            assertThat(resume(fake, file, "ABCDEFGHIJ")).hasContent("ABCDEFGHIJ");
            assertThat(resume(fake, file, "ABCDEFGHIJK")).hasContent("0123456789");
        }
    }

    private Path resume(FakeTelegram fake, RemoteAttachment file, String begun) throws Exception {
        PlatformConfig config =
                new PlatformConfig(
                        "family",
                        "telegram",
                        true,
                        Optional.of(fake.server().uri()),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(90),
                        Options.of(Map.of("token", Secret.of(fake.token()))));
        Path into = Files.writeString(Files.createTempFile(media, "file", ".part"), begun);
        PlatformAdapter adapter =
                new TelegramFactory().create(config, new RecordingContext("family", media));
        try {
            adapter.resume(file, into, TelegramFixture.SOON);
        } finally {
            adapter.disconnect(Duration.ofSeconds(2));
        }
        return into;
    }

    @Test
    void aServerThatKnowsNoPositionsSendsTheFileAnew() throws Exception {
        bot.answer("getFile", TelegramFixture.ok("{\"file_path\":\"f\",\"file_size\":4}"));
        bot.file("f", aResponse().withBody("0123"));

        assertThat(load(FILE, "A")).hasContent("0123");
    }

    @Test
    void anAnswerOfSomethingInBetweenIsNoPartOfTheFile() throws Exception {
        bot.answer("getFile", TelegramFixture.ok("{\"file_path\":\"f\",\"file_size\":4}"));
        bot.file("f", aResponse().withStatus(502).withBody("<html>gateway</html>"));
        Path into = Files.writeString(media.resolve("part"), "A");
        PlatformAdapter adapter = bot.adapter(new RecordingContext("family", media));

        assertThatThrownBy(() -> adapter.resume(FILE, into, TelegramFixture.SOON))
                .isInstanceOf(PlatformException.Unreachable.class);

        adapter.disconnect(Duration.ofSeconds(2));
        assertThat(into).hasContent("A");
    }

    /** Loads from the scripted server with the limits of Telegram's own. */
    private void loadAsFromPublicServer(RemoteAttachment file) throws Exception {
        TelegramSettings scripted = TelegramSettings.of(bot.config());
        TelegramSettings real =
                TelegramSettings.of(
                        new PlatformConfig(
                                "family",
                                "telegram",
                                true,
                                Optional.empty(),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(90),
                                bot.config().options()));
        HttpClient http = new HttpClient("test", scripted.proxy(), scripted.secrets());
        try {
            new TelegramMediaDownloader(new BotApi(scripted, http), real, new CancellationScope())
                    .download(
                            file,
                            Files.createTempFile(media, "file", ".part"),
                            TelegramFixture.SOON);
        } finally {
            http.close(Duration.ofSeconds(2));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"file_path\":\"\"}",
                "{\"file_path\":\"/etc/passwd\"}",
                "{\"file_path\":\"../../bot/getMe\"}"
            })
    void aFilePathThatLeadsAwayIsNotFollowed(String result) throws Exception {
        bot.answer("getFile", TelegramFixture.ok(result));

        assertThatThrownBy(() -> load(FILE)).isInstanceOf(PlatformException.Unavailable.class);
        assertThat(bot.methods()).containsOnly("getFile");
    }

    @Test
    void aFileThatTelegramDoesNotGiveToBotsIsNotAskedFor() throws Exception {
        InboundMessage message =
                receive("\"video\":{\"file_id\":\"F1\",\"file_size\":" + (21 << 20) + "}");

        assertThatThrownBy(() -> loadAsFromPublicServer(message.remote().get(0)))
                .isInstanceOf(PlatformException.Unavailable.class)
                .hasMessageContaining("larger than the 20 MB");
        assertThat(bot.calls("getFile")).isEmpty();
    }

    @Test
    void aDisconnectEndsADownload() throws Exception {
        bot.answer("getFile", TelegramFixture.ok("{\"file_path\":\"f\"}"));
        bot.file("f", aResponse().withBody("pdf").withFixedDelay(60_000));
        PlatformAdapter adapter = bot.adapter(new RecordingContext("family", media));
        Path into = Files.createFile(media.resolve("part"));
        var download = CompletableFuture.supplyAsync(() -> failure(adapter, into));
        await().atMost(TelegramFixture.SOON).until(() -> bot.calls("getFile").size() == 1);

        adapter.disconnect(Duration.ofSeconds(5));

        assertThat(download.get(20, TimeUnit.SECONDS))
                .isInstanceOf(PlatformException.Unreachable.class);
    }

    private static Exception failure(PlatformAdapter adapter, Path into) {
        try {
            adapter.fetch(FILE, into, Duration.ofSeconds(60));
            return null;
        } catch (PlatformException | InterruptedException e) {
            return e;
        }
    }

    private Path load(RemoteAttachment file) throws Exception {
        return load(file, "");
    }

    private Path load(RemoteAttachment file, String begun) throws Exception {
        PlatformAdapter adapter = bot.adapter(new RecordingContext("family", media));
        Path into = Files.writeString(Files.createTempFile(media, "file", ".part"), begun);
        try {
            adapter.fetch(file, into, TelegramFixture.SOON);
        } finally {
            adapter.disconnect(Duration.ofSeconds(2));
        }
        return into;
    }

    private InboundMessage receive(String fields) throws Exception {
        bot.answer(
                "getUpdates",
                TelegramFixture.ok(
                        "[{\"update_id\":1,\"message\":{\"chat\":{\"id\":5}," + fields + "}}]"),
                TelegramFixture.nothing());
        context = new RecordingContext("family", media);
        bot.serve(context);
        await().atMost(TelegramFixture.SOON).until(() -> !context.deliveries().isEmpty());
        return context.deliveries().get(0);
    }
}
