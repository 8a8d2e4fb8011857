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

class DamageTest {

    private static final String RECORD = "{\"pid\": 4711, \"kind\": \"gateway\"}";

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void changesTheFileAndCanBeDoneAgainAndAfterAnyOther(Damage damage) throws Exception {
        for (Damage before : Damage.values()) {
            Path file = Files.writeString(folder.resolve("gateway.pid"), RECORD);
            before.to(file);
            damage.to(file);
            damage.to(file);
            assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                    .isEqualTo(damage != Damage.MISSING);
            Damage.delete(file);
        }
    }

    @Test
    void looksAsItSays() throws Exception {
        assertThat(after(Damage.EMPTY)).isEmptyFile();
        assertThat(after(Damage.TRUNCATED)).hasContent(RECORD.substring(0, RECORD.length() / 2));
        assertThat(after(Damage.HUGE)).hasSize(4L << 30);
        assertThat(after(Damage.DANGLING_LINK)).isSymbolicLink();
        assertThat(after(Damage.LINK_LOOP)).isSymbolicLink();
        assertThat(after(Damage.LINK_ELSEWHERE)).isSymbolicLink().hasContent(RECORD);
        assertThat(after(Damage.DIRECTORY)).isDirectoryContaining("glob:**precious.txt");
    }

    @Test
    void aPipeKeepsItsReaderWaiting() throws Exception {
        Process reader = new ProcessBuilder("cat", after(Damage.PIPE).toString()).start();
        try {
            assertThat(reader.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            reader.destroyForcibly().waitFor();
        }
    }

    private Path after(Damage damage) throws Exception {
        Path file = Files.writeString(folder.resolve(damage + ".pid"), RECORD);
        damage.to(file);
        return file;
    }
}
