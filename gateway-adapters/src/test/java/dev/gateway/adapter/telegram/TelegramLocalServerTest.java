package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException.Unavailable;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.telegram.TelegramOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Bot API server of the operator's own, started with {@code --local}. */
class TelegramLocalServerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path folder;
    private final TelegramFixture scripted = new TelegramFixture();
    private PlatformAdapter adapter;

    @AfterEach
    void close() throws Exception {
        if (adapter != null) {
            adapter.disconnect(SOON);
        }
        scripted.close();
    }

    @Test
    void aFileOfMoreThan20MegabytesIsReadFromItsDisk() throws Exception {
        byte[] large = new byte[(20 << 20) + 5];
        large[large.length - 1] = 7;
        var options = TelegramOptions.defaults().localFolder(folder.resolve("server"));
        try (FakeTelegram local = FakeTelegram.start(options)) {
            local.user("mama").sendsDocument("a.bin", "application/zip", large, "");
            adapter =
                    new TelegramFactory()
                            .create(
                                    config(local.server().uri(), local.token()),
                                    new RecordingContext("family", folder));

            assertThat(fetch(file("fake-file-1", large.length))).hasBinaryContent(large);
        }
    }

    @Test
    void aFileThatTheGatewayDoesNotSeeMayStillCome() throws Exception {
        Path missing = folder.resolve(TelegramFixture.TOKEN).resolve("file");
        Files.createDirectory(missing.getParent());
        answer(missing, 3);

        assertThatThrownBy(() -> fetch(file("F1", 3)))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("<token>/file")
                .hasMessageContaining("Give both the same folder")
                .hasMessageNotContaining(TelegramFixture.TOKEN);

        Files.writeString(missing, "ab");
        assertThatThrownBy(() -> fetch(file("F1", 3)))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("not complete yet");
        Files.writeString(missing, "abc");
        assertThat(fetch(file("F1", 3))).hasContent("abc");
    }

    @Test
    void noMoreIsReadThanTheServerAnnounced() throws Exception {
        answer(Files.writeString(folder.resolve("file"), "more"), 3);

        assertThatThrownBy(() -> fetch(file("F1", 3)))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("larger than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/hostname",
                "/tmp/../etc/hostname",
                "/proc/self/environ",
                "/home/me/.ssh/id_ed25519",
                "/dev/zero"
            })
    void filesOfTheMachineAreNotRead(String path) throws Exception {
        answer(Path.of(path), 0);

        assertThatThrownBy(() -> fetch(file("F1", 0))).isInstanceOf(Unavailable.class);
    }

    @Test
    void aLinkLeadsToNoFileOfTheKernel() throws Exception {
        Path own = Files.createDirectory(folder.resolve(TelegramFixture.TOKEN));
        answer(Files.createSymbolicLink(own.resolve("link"), Path.of("/proc/self/environ")), 0);

        assertThatThrownBy(() -> fetch(file("F1", 0)))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("cannot be read")
                .hasMessageNotContaining(TelegramFixture.TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.telegram.org, true",
        "https://API.telegram.org/, true",
        "http://127.0.0.1:8081, false",
        "https://bots.example/tg, false"
    })
    void onlyTelegramsOwnServerHasItsLimits(URI base, boolean isPublic) {
        assertThat(TelegramSettings.of(config(base, TelegramFixture.TOKEN)).isPublicServer())
                .isEqualTo(isPublic);
    }

    private void answer(Path path, long size) {
        scripted.answer(
                "getFile",
                TelegramFixture.ok(
                        "{\"file_path\":\"%s\",\"file_size\":%d}".formatted(path, size)));
    }

    private static RemoteAttachment file(String id, long size) {
        return new RemoteAttachment(Attachment.Kind.FILE, "a.bin", "application/zip", size, id);
    }

    private static PlatformConfig config(URI base, String token) {
        return new PlatformConfig(
                "family",
                "telegram",
                true,
                Optional.of(base),
                SOON,
                Duration.ofSeconds(90),
                Options.of(Map.of("token", Secret.of(token))));
    }

    private Path fetch(RemoteAttachment file) throws Exception {
        if (adapter == null) {
            adapter = scripted.adapter(new RecordingContext("family", folder));
        }
        Path into = Files.createTempFile(folder, "file", ".part");
        adapter.fetch(file, into, SOON);
        return into;
    }
}
