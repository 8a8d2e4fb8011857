package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {

    private static final int MESSAGES = 10_000;

    @TempDir Path home;

    @Test
    void underLoadMessagesShareTransactions() throws Exception {
        int messages = 4000;

        JournalLoadBenchmark.Result result = JournalLoadBenchmark.run(home, messages, 4, 10, 4);

        System.out.println(result);
        assertThat(result.answered()).isEqualTo(messages);
        // Accepted, claimed, answered, claimed again, sent: each alone would be five a message.
        assertThat(result.transactions()).isLessThan(4L * messages);
    }

    /**
     * Uses a JVM of its own with 128 MiB, which exits with status 3 if that is not enough. In the
     * build and not only in the benchmark, since a leak of a hundred bytes a message would show
     * here.
     */
    @Test
    void manyMessagesPassInASmallHeap() throws Exception {
        int messages = Integer.getInteger("load.messages", MESSAGES);
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalLoadBenchmark.class.getName(),
                        home.toString(),
                        Integer.toString(messages),
                        "8",
                        "50",
                        "32");
        Path output = home.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output);

        System.out.print(said);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains(messages + " messages answered");
    }
}
