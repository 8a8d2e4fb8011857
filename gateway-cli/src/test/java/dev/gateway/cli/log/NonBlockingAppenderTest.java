package dev.gateway.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(120)
class NonBlockingAppenderTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final CountDownLatch reader = new CountDownLatch(1);
    private final List<String> written = new CopyOnWriteArrayList<>();
    private volatile boolean blocked;
    private final NonBlockingAppender appender = new NonBlockingAppender("log-test", new Pipe());

    /** A target that blocks like a pipe without a reader and cannot be interrupted. */
    private final class Pipe extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            while (blocked) {
                try {
                    reader.await();
                } catch (InterruptedException e) {
                    continue;
                }
                break;
            }
            written.add(event.getFormattedMessage());
        }
    }

    @AfterEach
    void stop() {
        blocked = false;
        reader.countDown();
        appender.stop();
    }

    private void begin() {
        appender.setContext(context);
        appender.start();
    }

    private void log(int from, int to) {
        for (int i = from; i < to; i++) {
            appender.doAppend(
                    new LoggingEvent(
                            "", context.getLogger("test"), Level.INFO, "line " + i, null, null));
        }
    }

    @Test
    void whatIsLoggedIsWrittenInOrder() {
        begin();
        log(0, 100);
        assertThat(appender.flush(SOON)).isTrue();
        assertThat(written).hasSize(100).startsWith("line 0", "line 1").endsWith("line 99");
    }

    @Test
    void aBlockedTargetDelaysNoThreadAndLostLinesAreCounted() {
        blocked = true;
        begin();
        int lines = 3 * NonBlockingAppender.CAPACITY;

        log(0, lines);

        assertThat(appender.flush(Duration.ofMillis(50))).isFalse();
        reader.countDown();
        assertThat(appender.flush(SOON)).isTrue();
        await().atMost(SOON)
                .until(() -> written.stream().anyMatch(line -> line.contains("lines are missing")));
        assertThat(written).contains("line 0");
        assertThat(written.size())
                .isBetween(NonBlockingAppender.CAPACITY, NonBlockingAppender.CAPACITY + 3);
    }

    @Test
    void aStopLeavesABlockedTargetBehind() {
        blocked = true;
        begin();
        log(0, 10);

        appender.stop();

        assertThat(written).isEmpty();
    }
}
