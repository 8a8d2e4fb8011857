package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of orders of the steps of a drain, the dispatcher and a handler's thread, with the
 * production classes and with defective ones. In a JVM of its own: the scheduler rewrites Java's
 * classes.
 */
class DrainModelTest {

    private static final int ORDERS = 300;
    private static final int LIMIT_SECONDS = 600;

    @TempDir Path folder;

    @Test
    void noOrderOfStepsLosesAMessageOrBeginsOneAfterTheDrain() throws Exception {
        String said = model();

        Map<String, String> verdicts = new LinkedHashMap<>();
        for (DrainModel.Story story : DrainModel.Story.values()) {
            for (DrainModel.Kind kind : DrainModel.Kind.values()) {
                String name = story + " " + kind;
                verdicts.put(name, verdict(said, name));
            }
        }
        System.out.println("Drain under a controlled scheduler: " + verdicts);
        verdicts.forEach(
                (name, verdict) ->
                        assertThat(verdict)
                                .as("%s in:%n%s", name, said)
                                .isEqualTo(name.endsWith("AS_IT_IS") ? "held" : "broken"));
    }

    private static String verdict(String said, String name) {
        return said.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("missing");
    }

    private String model() throws Exception {
        Path said = folder.resolve("said");
        Process model =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:-UsePerfData",
                                        "-XX:+UseSerialGC",
                                        "-Xshare:off", // As its agent does, but without a warning.
                                        "-Djava.io.tmpdir=" + folder,
                                        "-Dlincheck.logLevel=ERROR",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        DrainModel.class.getName(),
                                        Integer.toString(ORDERS)))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            assertThat(model.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            model.destroyForcibly().waitFor();
        }
        return Files.readString(said);
    }
}
