package dev.gateway.sim.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileDamageTest {

    private static final String RECORD = "{\"pid\": 4711, \"kind\": \"gateway\"}";

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void changesTheFileAndCanBeDoneAgainAndAfterAnyOther(FileDamage damage) throws Exception {
        for (FileDamage before : FileDamage.values()) {
            Path file = Files.writeString(folder.resolve("gateway.pid"), RECORD);
            before.applyTo(file);
            damage.applyTo(file);
            damage.applyTo(file);
            assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                    .isEqualTo(damage != FileDamage.MISSING);
            FileDamage.delete(file);
        }
    }

    @Test
    void looksAsItSays() throws Exception {
        assertThat(after(FileDamage.EMPTY)).isEmptyFile();
        assertThat(after(FileDamage.TRUNCATED))
                .hasContent(RECORD.substring(0, RECORD.length() / 2));
        assertThat(after(FileDamage.HUGE)).hasSize(4L << 30);
        assertThat(after(FileDamage.DANGLING_LINK)).isSymbolicLink();
        assertThat(after(FileDamage.LINK_LOOP)).isSymbolicLink();
        assertThat(after(FileDamage.LINK_ELSEWHERE)).isSymbolicLink().hasContent(RECORD);
        assertThat(after(FileDamage.DIRECTORY)).isDirectoryContaining("glob:**precious.txt");
    }

    @Test
    void aPipeKeepsItsReaderWaiting() throws Exception {
        Process reader = new ProcessBuilder("cat", after(FileDamage.PIPE).toString()).start();
        try {
            assertThat(reader.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            reader.destroyForcibly().waitFor();
        }
    }

    private Path after(FileDamage damage) throws Exception {
        Path file = Files.writeString(folder.resolve(damage + ".pid"), RECORD);
        damage.applyTo(file);
        return file;
    }
}
