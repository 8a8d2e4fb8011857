package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.message.handler.EchoHandler;
import dev.gateway.core.time.Backoff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit of threads is reached for a while, which raises an Error, not an exception. */
@Timeout(300)
class ScarceThreadsTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir Path home;
    private DispatcherFixture desk;
    private final AtomicBoolean scarce = new AtomicBoolean();
    private final AtomicInteger refused = new AtomicInteger();
    private String pools = "";

    @AfterEach
    void close() {
        scarce.set(false);
        if (desk != null) {
            desk.close();
        }
    }

    private ThreadFactory threads(String prefix) {
        ThreadFactory real = DaemonThreads.named(prefix);
        return task -> {
            if (scarce.get() && prefix.startsWith(pools)) {
                refused.incrementAndGet();
                throw new OutOfMemoryError("unable to create native thread: limits reached");
            }
            return real.newThread(task);
        };
    }

    private void desk(DispatcherSettings settings, MessageHandler handler) throws Exception {
        desk = new DispatcherFixture(home, settings, handler, this::threads).started();
    }

    @ParameterizedTest
    @ValueSource(strings = {"handler", "outbox", ""})
    void aPassingShortageOfThreadsLeavesTheDispatcherAlive(String which) throws Exception {
        pools = which;
        scarce.set(true);
        desk(DispatcherFixture.FAST.withThreads(4, 4), new EchoHandler());
        for (int person = 0; person < 12; person++) {
            desk.say("person-" + person, "hello " + person);
        }
        await().atMost(SOON).until(() -> refused.get() >= 6);
        await().atMost(SOON).until(() -> desk.dispatcher.loop().failureStreak().isPresent());

        scarce.set(false);

        await().atMost(SOON).until(() -> desk.telegram.texts().size() == 12);
        await().atMost(SOON).until(() -> desk.dispatcher.loop().failureStreak().isEmpty());
        assertThat(desk.journal.counts().pending()).isZero();
        assertThat(desk.journal.counts().inFlight()).isZero();
        assertThat(desk.journal.counts().failed()).isZero();
    }

    @Test
    void noPermitIsLostHoweverOftenAThreadIsMissing() throws Exception {
        desk(DispatcherFixture.FAST.withThreads(2, 2), new EchoHandler());
        for (int round = 0; round < 8; round++) {
            int before = refused.get();
            scarce.set(true);
            desk.say("anna", "a" + round);
            desk.say("ben", "b" + round);
            desk.say("cleo", "c" + round);
            int sent = 3 * (round + 1);
            await().atMost(SOON)
                    .until(() -> refused.get() > before || desk.telegram.texts().size() == sent);
            scarce.set(false);
            await().atMost(SOON).until(() -> desk.telegram.texts().size() == sent);
        }
    }

    @Test
    void thoseThatAreThereTakeWhatNoFurtherThreadCanBeMadeFor() throws Exception {
        desk(DispatcherFixture.FAST.withThreads(8, 8), new EchoHandler());
        desk.say("anna", "first");
        await().atMost(SOON).until(() -> desk.telegram.texts().size() == 1);

        scarce.set(true);
        for (int person = 0; person < 6; person++) {
            desk.say("person-" + person, "hello " + person);
        }

        await().atMost(SOON).until(() -> desk.telegram.texts().size() == 7);
    }

    @Test
    void aHandlerThatGetsNoThreadOfItsOwnCostsNoAttempt() throws Exception {
        var tries = new AtomicInteger();
        desk(
                DispatcherFixture.FAST.withAttempts(
                        1, new Backoff(Duration.ofMillis(5), 1, Duration.ofMillis(5))),
                request -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return List.of(new MessageHandler.Answer("at last", List.of()));
                });

        desk.say("anna", "hello");

        await().atMost(SOON).until(() -> desk.telegram.texts().equals(List.of("at last")));
    }

    @Test
    void anAdapterThatGetsNoThreadOfItsOwnSendsLater() throws Exception {
        var tries = new AtomicInteger();
        desk(
                DispatcherFixture.FAST.withAttempts(
                        1, new Backoff(Duration.ofMillis(5), 1, Duration.ofMillis(5))),
                new EchoHandler());
        desk.telegram.scripted(
                message -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                });

        desk.say("anna", "hello");

        await().atMost(SOON).until(() -> desk.telegram.texts().equals(List.of("hello")));
    }
}
