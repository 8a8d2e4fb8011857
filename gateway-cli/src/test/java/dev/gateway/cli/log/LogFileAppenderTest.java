package dev.gateway.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import dev.gateway.cli.log.GatewayLog.ConsoleFormat;
import dev.gateway.cli.log.GatewayLog.Format;
import dev.gateway.core.config.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log file after deletion, rotation and truncation: within seconds new events are in a file of
 * its name.
 */
class LogFileAppenderTest {

    private static final Logger LOG = LoggerFactory.getLogger("dev.gateway.LogFileTest");

    @TempDir private Path folder;
    private Path home;
    private Path file;
    private GatewayLog log;

    @BeforeEach
    void begin() throws IOException {
        home = folder.resolve("home");
        file = Files.createDirectories(home.resolve("logs")).resolve("gateway.log");
        log = GatewayLog.start(ConsoleFormat.DETACHED, Format.TEXT, false, LogLevel.INFO, file);
        log.openFile();
        LOG.info("the first");
        log.flush(Duration.ofMinutes(1));
    }

    @AfterEach
    void end() {
        log.close();
        ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    }

    @Test
    void aLineBeginsWithATimeThatHasAnOffset() throws IOException {
        String line = Files.readString(file).lines().findFirst().orElseThrow();

        OffsetDateTime at = OffsetDateTime.parse(line.substring(0, line.indexOf(' ')));

        assertThat(Duration.between(at, OffsetDateTime.now()).abs())
                .isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void aProcessThatPassedItsHomeOnHasItsPidInEachLineAndLeavesTheRotationToItsSuccessor()
            throws IOException {
        log.passOn(4600);
        LOG.info("finishing");
        for (int i = 0; i < 60; i++) {
            LOG.info("{}", "x".repeat(100_000));
        }
        log.flush(Duration.ofMinutes(1));
        assertThat(file).content().contains("LogFileTest: PID 4600: finishing");
        assertThat(Files.size(file)).isGreaterThan(5 << 20);

        log.takeBack();
        LOG.info("going on");
        log.flush(Duration.ofMinutes(1));
        await(
                () -> {
                    LOG.info("and on");
                    log.flush(Duration.ofMinutes(1));
                    return Files.size(file) < 5 << 20;
                });
        assertThat(file).content().contains("LogFileTest: and on");
    }

    @Test
    void oneThatWasDeletedIsThereAgainAlsoIfNothingIsLogged() throws IOException {
        Files.delete(file);

        await(() -> Files.exists(file));

        awaitWritten();
        assertThat(file).content().doesNotContain("the first");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void oneThatWasMovedAwayLeavesTheNextLinesToItsSuccessor() throws IOException {
        Path rotated = home.resolve("gateway.log.old");
        Files.move(file, rotated);

        await(() -> Files.exists(file));

        awaitWritten();
        assertThat(rotated).content().contains("the first");
    }

    @Test
    void oneThatLogrotateMadeAnewIsWrittenTo() throws IOException {
        Files.move(file, home.resolve("gateway.log.old"));
        Files.createFile(file);

        awaitWritten();
    }

    @Test
    void oneThatWasCutGoesOnWithoutAGap() throws IOException {
        Files.write(file, new byte[0]);

        LOG.info("the second");
        log.flush(Duration.ofMinutes(1));

        assertThat(Files.readAllBytes(file)).doesNotContain((byte) 0);
        assertThat(file).content().contains("the second");
    }

    @Test
    void itsFolderIsMadeAnewButNotAHomeThatIsGone() throws IOException {
        Files.delete(file);
        Files.delete(file.getParent());

        await(() -> Files.exists(file));

        Files.move(home, folder.resolve("moved"));
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(60))
                .until(() -> !Files.exists(home));
    }

    private void awaitWritten() {
        await(
                () -> {
                    LOG.info("the second");
                    return Files.readString(file).contains("the second");
                });
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
    }
}
