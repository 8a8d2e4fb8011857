package dev.gateway.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A damaged record beside a token's lock gives the holder, or an unknown one. */
class DamagedTokenRecordTest {

    private static final List<String> WHOLE =
            List.of(
                    """
                    {"pid":4711,"start_time":123456,"boot_id":"b","pid_namespace":"pid:[1]",
                     "platform":"telegram","account":"family","home":"/home/me/.gateway",
                     "since":"2026-04-01T12:00:00Z","epoch":7}""");
    private static final ResourceLimits BOUNDS = new ResourceLimits("token record");
    private static Path file;

    @BeforeContainer
    static void nameTheFile() throws Exception {
        file = Files.createTempDirectory("damaged-token").resolve("telegram-0123.json");
        assertThat(read(WHOLE.get(0).getBytes(StandardCharsets.UTF_8))).isPresent();
    }

    @AfterContainer
    static void removeTheFile() throws Exception {
        System.out.println(BOUNDS);
        Files.deleteIfExists(file);
        Files.delete(file.getParent());
    }

    @Property(tries = 1_000, seed = ResourceLimits.SEED)
    void aDamagedRecordNamesAHolderOrNobody(@ForAll long seed) throws Exception {
        read(new InputFuzzer(seed).bytesOrJsonOf(WHOLE))
                .ifPresent(
                        holder -> {
                            assertThat(holder.process().pid()).isPositive();
                            assertThat(holder.epoch()).isNotNegative();
                        });
    }

    @Example
    void aHolderWithoutAProcessIsNone() throws Exception {
        for (String pid : List.of("0", "-1", "4711.5", "1e3", "\"4711\"", "null", "[]")) {
            String record = WHOLE.get(0).replace("4711", pid);
            assertThat(read(record.getBytes(StandardCharsets.UTF_8))).as(pid).isEmpty();
        }
    }

    private static Optional<TokenHolder> read(byte[] content) throws Exception {
        Files.write(file, content);
        return BOUNDS.check(() -> new TokenRecordFile(file).read());
    }
}
