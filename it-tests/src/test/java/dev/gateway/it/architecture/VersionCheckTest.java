package dev.gateway.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the check for old versions in the poms, on a copy of the poms. */
class VersionCheckTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final long PATIENCE_SECONDS = 60;

    @TempDir private Path copy;

    @BeforeEach
    void copyWhatItReads() throws IOException {
        Files.createDirectory(copy.resolve(".ci"));
        Stream.of(".ci/versions", ".ci/versions.txt", "pom.xml").forEach(this::copy);
        try (Stream<Path> folders = Files.list(ROOT)) {
            for (Path folder : folders.filter(VersionCheckTest::isModule).toList()) {
                Files.createDirectory(copy.resolve(folder.getFileName()));
                copy(folder.getFileName() + "/pom.xml");
            }
        }
    }

    /** Uses the day of the latest entry: the calendar must not fail a build. */
    @Test
    void allVersionsAreListedAndNoneIsOldWithoutAReason() throws Exception {
        assertThat(check(latestEntry())).isEqualTo(new Outcome(0, ""));
    }

    @Test
    void aVersionThatIsNotListedIsTold() throws Exception {
        replace("pom.xml", "<snakeyaml.version>[^<]*", "<snakeyaml.version>2.6");

        Outcome outcome = check(latestEntry());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.stderr())
                .contains(".ci/versions.txt does not say when snakeyaml 2.6 was released")
                .contains("the poms do not");
    }

    @Test
    void anOldVersionIsToldUnlessItWasTheNewestWithinAYear() throws Exception {
        String today = latestEntry();
        replace(".ci/versions.txt", "(?m)^(snakeyaml +\\S+) .*$", "$1 2020-01-01");
        assertThat(check(today).stderr()).contains("snakeyaml", "is of 2020-01-01: take a newer");

        replace(".ci/versions.txt", "2020-01-01", "2020-01-01 newest 2021-01-01");
        assertThat(check(today).stderr()).contains("snakeyaml", "is of 2020-01-01: take a newer");

        replace(".ci/versions.txt", "newest 2021-01-01", "newest " + today);
        assertThat(check(today)).isEqualTo(new Outcome(0, ""));
    }

    @Test
    void aVersionThatIsNoPropertyIsTold() throws Exception {
        replace("pom.xml", "\\$\\{snakeyaml.version}", "2.7");

        assertThat(check(latestEntry()).stderr()).contains("the version 2.7 without a property");
    }

    private record Outcome(int status, String stderr) {}

    private Outcome check(String today) throws Exception {
        Path errors = copy.resolve("errors");
        Process process =
                new ProcessBuilder("sh", copy.resolve(".ci/versions").toString(), today)
                        .redirectError(errors.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(errors));
    }

    /** Returns the latest day in the list. */
    private String latestEntry() throws IOException {
        try (Stream<String> lines = Files.lines(copy.resolve(".ci/versions.txt"))) {
            return lines.flatMap(line -> Stream.of(line.split("\\s+")))
                    .filter(word -> word.matches("\\d{4}-\\d{2}-\\d{2}"))
                    .max(String::compareTo)
                    .orElseThrow();
        }
    }

    private static boolean isModule(Path folder) {
        return Files.exists(folder.resolve("pom.xml"));
    }

    private void copy(String file) {
        try {
            Files.copy(ROOT.resolve(file), copy.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void replace(String file, String pattern, String text) throws IOException {
        String before = Files.readString(copy.resolve(file));
        String after = before.replaceAll(pattern, text);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(copy.resolve(file), after);
    }
}
