package dev.gateway.it.acceptance.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the traces of a power loss that a SIGKILL does not leave: a renamed file that is the old
 * one, empty or missing, half a last line, a write-ahead log without its last frames. Each time
 * {@code run} recovers by itself, and no update confirmed to the platform is lost.
 */
class PowerLossIT extends GatewayProcessFixture {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The content of a file after the power loss. */
    enum FileState {
        /** The folder was not synced after the rename: the former file, or none. */
        NO_PID_FILE("gateway.pid", 0),
        /** The name was synced and the content was not. */
        EMPTY_PID_FILE("gateway.pid", 0) {
            @Override
            void make(Path file) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        /** The blocks of the file were never written. */
        ZEROS_IN_PID_FILE("gateway.pid", 0) {
            @Override
            void make(Path file) throws IOException {
                Files.write(file, new byte[(int) Files.size(file)]);
            }
        },
        NO_STATE("state.json", 0),
        EMPTY_STATE("state.json", 0) {
            @Override
            void make(Path file) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        HALF_A_STATE("state.json", 2),
        HALF_A_TEMPORARY_STATE("state.json", 0) {
            @Override
            void make(Path file) throws IOException {
                Files.writeString(file.resolveSibling("state.json.tmp"), "{\"state\":\"run");
                Files.writeString(file.resolveSibling("gateway.pid.tmp"), "");
            }
        },
        HALF_A_LAST_EVENT("events.jsonl", 0) {
            @Override
            void make(Path file) throws IOException {
                byte[] all = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(all, all.length - 20));
            }
        },
        ZEROS_AFTER_THE_LAST_EVENT("events.jsonl", 0) {
            @Override
            void make(Path file) throws IOException {
                Files.write(file, new byte[300], StandardOpenOption.APPEND);
            }
        },
        /** Claims and sends are not synced one by one: they are in these frames. */
        NO_LAST_FRAMES_OF_THE_LOG("journal.db-wal", 0) {
            @Override
            void make(Path file) throws IOException {
                byte[] all = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(all, all.length - FRAME - FRAME / 2));
            }
        },
        /** The file is not durable, and is created anew. */
        ZEROS_IN_THE_SHARED_MEMORY("journal.db-shm", 0) {
            @Override
            void make(Path file) throws IOException {
                Files.write(file, new byte[(int) Files.size(file)]);
            }
        };

        private static final int FRAME = 4096 + 24;

        private final String name;
        private final int divisor;

        /** Keeps nothing of the file, or its first part. */
        FileState(String name, int divisor) {
            this.name = name;
            this.divisor = divisor;
        }

        void make(Path file) throws IOException {
            if (divisor == 0) {
                Files.delete(file);
            } else {
                byte[] all = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(all, all.length / divisor));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesBackByItselfAndLosesNothingThatWasConfirmed(FileState remains) throws Exception {
        var run = running();
        SentMessage before = telegram.user("mama").says("before");
        before.awaitAnswer(TIMEOUT);
        run.kill(Signal.KILL);
        run.awaitExit(TIMEOUT);
        SentMessage meanwhile = telegram.user("mama").says("meanwhile");
        Path file = home.path().resolve(remains.name);
        assertThat(file).exists();

        remains.make(file);
        running();

        meanwhile.awaitAnswer(TIMEOUT);
        assertThat(telegram.referee().violations()).isEmpty();
        assertThat(meanwhile.answers()).hasSize(1);
        // The record of the send may be among the lost frames: that is Telegram's window.
        assertThat(before.answers()).hasSizeBetween(1, 2);
        assertThat(JSON.readTree(home.path().resolve("state.json").toFile()).path("state").asText())
                .isEqualTo("running");
        assertThat(home.pidRecord().orElseThrow().path("pid").asLong())
                .isEqualTo(home.lockHolder().orElseThrow());
        assertThat(linesThatAreNoEvents()).as("lines of the trail").hasSizeLessThanOrEqualTo(1);
        assertThat(Files.list(home.path()).map(Path::toString))
                .as("the journal is sound")
                .noneMatch(name -> name.contains("damaged"));
    }

    private List<String> linesThatAreNoEvents() throws IOException {
        return Files.readString(home.path().resolve("events.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .filter(line -> !(line.startsWith("{\"at\":") && line.endsWith("}")))
                .toList();
    }
}
