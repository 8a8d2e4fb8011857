package dev.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.doctor.CheckResult.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The use of the class archive, which shows in the files that the JVM has mapped. */
class ClassArchiveCheckTest {

    @TempDir private Path folder;

    @Test
    void oneThatIsMappedIsInUse() throws Exception {
        CheckResult result =
                fact(Map.of("gateway.class.archive", "/äpp/cds/g.jsa"), "7f0 /äpp/cds/g.jsa\n");
        assertThat(result.status()).isEqualTo(Status.OK);
        assertThat(result.text()).isEqualTo("class archive in use: /äpp/cds/g.jsa");
    }

    @Test
    void oneThatTheJvmRefusedIsNot() throws Exception {
        CheckResult result =
                fact(Map.of("gateway.class.archive", "/app/cds/g.jsa"), "7f0 /java/classes.jsa");
        assertThat(result.status()).isEqualTo(Status.SKIPPED);
        assertThat(result.text()).contains("does not take").contains("/app/cds/g.jsa");
    }

    @Test
    void theLaunchersReasonIsToldIfThereIsNone() throws Exception {
        CheckResult result =
                fact(Map.of("gateway.no.class.archive", "others may write to /app/cds"), "");
        assertThat(result.status()).isEqualTo(Status.SKIPPED);
        assertThat(result.text())
                .startsWith("no class archive: others may write to /app/cds; each command takes");
    }

    private CheckResult fact(Map<String, String> properties, String mapped) throws Exception {
        Path maps = Files.writeString(folder.resolve("maps"), mapped);
        return new ClassArchiveCheck(properties::get, maps).check();
    }
}
