package dev.gateway.adapter.telegram;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTest {

    private static final String DOCUMENT =
            """
            "document":{"file_id":"F1","file_name":"../../etc/pass wd.pdf",
                        "mime_type":"application/pdf","file_size":3}""";

    @TempDir Path media;
    private final Bot bot = new Bot();
    private RecordingContext context;

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @Test
    void theLargestPhotoIsLoadedAndTheCaptionIsTheText() throws Exception {
        bot.answer("getFile", Bot.ok("{\"file_id\":\"big\",\"file_path\":\"photos/file 1.jpg\"}"));
        bot.file("photos/file%201.jpg", aResponse().withBody("jpeg"));

        InboundMessage message =
                receive(
                        """
                        "caption":"look","photo":[
                          {"file_id":"small","width":90,"height":90,"file_size":100},
                          {"file_id":"big","width":800,"height":800,"file_size":4},
                          {"file_id":"middle","width":320,"height":320,"file_size":200}]""");

        assertThat(bot.calls("getFile")).containsExactly(Bot.json("{\"file_id\":\"big\"}"));
        assertThat(message.text()).isEqualTo("look");
        Path path = media.resolve("1-photo.jpg");
        assertThat(message.attachments())
                .containsExactly(
                        new Attachment(Attachment.Kind.IMAGE, "photo.jpg", "image/jpeg", path, 4));
        assertThat(path).hasContent("jpeg");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly("1-photo.jpg");
    }

    @Test
    void aNameIsShownButNeverUsedAsAPath() throws Exception {
        bot.answer("getFile", Bot.ok("{\"file_path\":\"documents/f.pdf\"}"));
        bot.file("documents/f.pdf", aResponse().withBody("pdf"));

        Attachment file = receive(DOCUMENT).attachments().get(0);

        assertThat(file.name()).isEqualTo("../../etc/pass wd.pdf");
        assertThat(file.path()).isEqualTo(media.resolve("1-.._.._etc_pass_wd.pdf"));
        assertThat(file.path()).hasContent("pdf");
    }

    static Stream<String> kinds() {
        return Stream.of("voice", "audio", "video", "video_note", "animation", "document");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfFileIsLoaded(String kind) throws Exception {
        bot.answer("getFile", Bot.ok("{\"file_path\":\"f\"}"));
        bot.file("f", aResponse().withBody("bytes"));

        InboundMessage message = receive("\"" + kind + "\":{\"file_id\":\"F1\",\"file_size\":5}");

        assertThat(message.text()).isEmpty();
        assertThat(message.attachments()).hasSize(1);
        assertThat(message.attachments().get(0).path()).hasContent("bytes");
    }

    @Test
    void anAnimationThatComesAsADocumentTooIsOneFile() throws Exception {
        bot.answer("getFile", Bot.ok("{\"file_path\":\"f\"}"));
        bot.file("f", aResponse().withBody("bytes"));

        assertThat(
                        receive(
                                        """
                                        "animation":{"file_id":"F1"},"document":{"file_id":"F1"}""")
                                .attachments())
                .extracting(Attachment::kind)
                .containsExactly(Attachment.Kind.VIDEO);
    }

    @Test
    void aLeftoverOfAKilledProcessIsReplaced() throws Exception {
        Files.writeString(media.resolve(".1-photo.jpg.part"), "half a file, longer than the whole");
        Files.writeString(media.resolve("1-photo.jpg"), "an older load of the same delivery");
        bot.answer("getFile", Bot.ok("{\"file_path\":\"f\"}"));
        bot.file("f", aResponse().withBody("jpeg"));

        receive("\"photo\":[{\"file_id\":\"F1\"}]");

        assertThat(files()).containsExactly("1-photo.jpg");
        assertThat(media.resolve("1-photo.jpg")).hasContent("jpeg");
    }

    static Stream<ResponseDefinitionBuilder> failures() {
        return Stream.of(
                aResponse().withStatus(404).withBody("Not Found"),
                aResponse().withStatus(500),
                aResponse().withStatus(429).withHeader("Retry-After", "60"),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
                aResponse().withBody(new byte[(20 << 20) + 1]));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFileThatCannotBeHadDoesNotKeepTheMessageAway(ResponseDefinitionBuilder failure)
            throws Exception {
        bot.answer("getFile", Bot.ok("{\"file_path\":\"f\"}"));
        bot.file("f", failure);

        InboundMessage message = receive("\"caption\":\"read this\"," + DOCUMENT);

        assertThat(message.attachments()).isEmpty();
        assertThat(message.text())
                .isEqualTo(
                        "read this\n"
                                + "[attachment missing: ../../etc/pass wd.pdf, could not be loaded]");
        assertThat(files()).isEmpty();
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
        bot.answer("getFile", Bot.ok(result));

        assertThat(receive(DOCUMENT).text()).contains("attachment missing");
        assertThat(bot.methods()).containsOnly("getUpdates", "getFile");
    }

    @Test
    void aFileThatTelegramDoesNotGiveToBotsIsNotAskedFor() throws Exception {
        InboundMessage message =
                receive("\"video\":{\"file_id\":\"F1\",\"file_size\":" + (21 << 20) + "}");

        assertThat(message.text()).contains("video.mp4, larger than the 20 MB");
        assertThat(bot.calls("getFile")).isEmpty();
    }

    @Test
    void aFolderThatIsGoneKeepsNoMessageAway() throws Exception {
        bot.answer("getFile", Bot.ok("{\"file_path\":\"f\"}"));
        bot.file("f", aResponse().withBody("bytes"));
        media = media.resolve("gone");

        assertThat(receive(DOCUMENT).text()).contains("could not be stored");
    }

    @Test
    void aPassingFailureIsTriedAgain() throws Exception {
        bot.answer(
                "getFile",
                Bot.refused(500, "Internal Server Error"),
                Bot.ok("{\"file_path\":\"f\"}"));
        bot.file("f", aResponse().withBody("pdf"));

        assertThat(receive(DOCUMENT).attachments()).hasSize(1);
    }

    @Test
    void whatWasSaidBeforeAFileDoesNotWaitForIt() throws Exception {
        bot.answer("getFile", Bot.ok("{\"file_path\":\"f\"}"));
        bot.file("f", aResponse().withBody("pdf").withFixedDelay(60_000));
        bot.answer(
                "getUpdates",
                Bot.ok(
                        """
                        [{"update_id":1,"message":{"chat":{"id":5},"text":"first"}},
                         {"update_id":2,"message":{"chat":{"id":5},%s}}]"""
                                .formatted(DOCUMENT)),
                Bot.nothing());
        context = new RecordingContext(media);
        Serving serving = bot.serve(context);

        await().atMost(Bot.SOON).until(() -> bot.calls("getFile").size() == 1);
        assertThat(context.messages()).extracting(InboundMessage::text).containsExactly("first");
        assertThat(context.cursor()).contains("2");

        serving.adapter.stopIntake();
        assertThat(serving.outcome()).isEmpty();
        assertThat(context.messages()).hasSize(1);
        assertThat(files()).isEmpty();
    }

    private InboundMessage receive(String fields) throws Exception {
        bot.answer(
                "getUpdates",
                Bot.ok("[{\"update_id\":1,\"message\":{\"chat\":{\"id\":5}," + fields + "}}]"),
                Bot.nothing());
        context = new RecordingContext(media);
        bot.serve(context);
        await().atMost(Bot.SOON).until(() -> !context.messages().isEmpty());
        return context.messages().get(0);
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(media)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
