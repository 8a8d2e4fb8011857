package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.handler.EchoHandler;
import dev.gateway.core.platform.PlatformException.Throttled;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.time.Backoff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path home;
    private final ExecutorService stopper = Executors.newSingleThreadExecutor();
    private DispatcherFixture desk;

    @AfterEach
    void close() {
        stopper.shutdownNow();
        desk.close();
    }

    @Test
    void letsHandlersFinishAndTheirAnswersBeSentAndLeavesTheRestPending() throws Exception {
        var release = new CountDownLatch(1);
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withThreads(2, 2),
                                request -> {
                                    release.await();
                                    return List.of(Answer.of(request.message().text()));
                                })
                        .started();
        for (int i = 0; i < 10; i++) {
            desk.say("c" + i, "m" + i);
        }
        await().until(() -> desk.journal.counts().inFlight() == 2);

        Future<Boolean> drained = stopper.submit(() -> desk.dispatcher.drain(LONG));
        await().until(() -> !desk.dispatcher.isAccepting());
        assertThat(drained).isNotDone();
        release.countDown();

        assertThat(drained.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(desk.telegram.sent()).hasSize(2);
        assertThat(desk.journal.counts()).isEqualTo(new MessageCounts(8, 0, 2, 0, 0));
    }

    @Test
    void interruptsWhatIsNotFinishedInTimeAndCountsNoAttempt() throws Exception {
        var interrupted = new CountDownLatch(4);
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withThreads(4, 4),
                                request -> {
                                    try {
                                        new CountDownLatch(1).await();
                                        return List.of();
                                    } catch (InterruptedException e) {
                                        interrupted.countDown();
                                        throw e;
                                    }
                                })
                        .started();
        for (int i = 0; i < 6; i++) {
            desk.say("c" + i, "m" + i);
        }
        await().until(() -> desk.journal.counts().inFlight() == 4);

        assertThat(desk.dispatcher.drain(Duration.ofMillis(100))).isFalse();

        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(desk.journal.counts()).isEqualTo(new MessageCounts(6, 0, 0, 0, 0));
        desk.close();
        assertThat(desk.events.of(EventType.MESSAGE_FAILED)).isEmpty();
        List<Integer> attempts = new ArrayList<>();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request -> {
                                    synchronized (attempts) {
                                        attempts.add(request.attempt());
                                    }
                                    return List.of(Answer.of("ok"));
                                })
                        .started();
        await().until(() -> desk.telegram.sent().size() == 6);
        assertThat(attempts).containsOnly(1);
    }

    @Test
    void aHandlerThatAnswersAfterTheDrainIsNotHeard() throws Exception {
        var release = new AtomicBoolean();
        var ended = new CountDownLatch(1);
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request -> {
                                    while (!release.get()) {
                                        Thread.onSpinWait();
                                    }
                                    ended.countDown();
                                    return List.of(Answer.of("too late"));
                                })
                        .started();
        desk.say("anna", "1");
        await().until(() -> desk.journal.counts().inFlight() == 1);

        assertThat(desk.dispatcher.drain(Duration.ZERO)).isFalse();
        release.set(true);
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        desk.dispatcher.close();

        assertThat(desk.journal.counts()).isEqualTo(new MessageCounts(1, 0, 0, 0, 0));
        assertThat(desk.telegram.sent()).isEmpty();
    }

    @Test
    void waitsForAnswersThatAreBeingSent() throws Exception {
        var release = new CountDownLatch(1);
        desk = new DispatcherFixture(home, DispatcherFixture.FAST, new EchoHandler()).started();
        desk.telegram.scripted(message -> release.await());
        desk.say("anna", "1", "2");
        await().until(() -> !desk.events.of(EventType.ANSWER_SENDING).isEmpty());

        Future<Boolean> drained = stopper.submit(() -> desk.dispatcher.drain(LONG));
        await().until(() -> !desk.dispatcher.isAccepting());
        assertThat(drained).isNotDone();
        release.countDown();

        assertThat(drained.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(desk.journal.counts().outbox()).isZero();
    }

    @Test
    void doesNotWaitForAPlatformThatIsDownOrWantsALongPause() throws Exception {
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withSending(
                                        LONG,
                                        new Backoff(
                                                Duration.ofMinutes(1), 1, Duration.ofMinutes(1)),
                                        Duration.ofHours(1)),
                                new EchoHandler())
                        .started();
        var throttled = new InMemoryPlatformAdapter();
        desk.adapters.put("wx", throttled);
        desk.telegram.scripted(
                message -> {
                    throw new Unreachable("down");
                });
        throttled.scripted(
                message -> {
                    throw new Throttled("enough", Duration.ofMinutes(1));
                });
        desk.say("anna", "1");
        AdoptedAccounts.of(desk.journal, "wx").accept(InboundMessageFixtures.in("bob", "2"));
        await().until(() -> desk.events.of(EventType.ANSWER_SENDING).size() == 2);

        long started = System.nanoTime();
        assertThat(desk.dispatcher.drain(LONG)).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LONG.dividedBy(4));
        assertThat(desk.journal.counts().outbox()).isEqualTo(2);
    }

    @Test
    void nothingIsSentAfterADrain() throws Exception {
        var down = new AtomicBoolean(true);
        desk = new DispatcherFixture(home, DispatcherFixture.FAST, new EchoHandler()).started();
        desk.telegram.scripted(
                message -> {
                    if (down.get()) {
                        throw new Throttled("enough", Duration.ofSeconds(2));
                    }
                });
        desk.say("anna", "1");
        await().until(() -> !desk.events.of(EventType.ANSWER_SENDING).isEmpty());
        await().until(() -> desk.journal.outbox().nextDue("tg").isPresent());

        desk.dispatcher.drain(Duration.ofMillis(50));
        down.set(false);
        desk.dispatcher.wake("tg");
        TimeUnit.MILLISECONDS.sleep(2300);

        assertThat(desk.telegram.sent()).isEmpty();
    }

    @Test
    void closingIsBoundedWhateverHandlersAndPlatformsDo() throws Exception {
        var release = new CountDownLatch(1);
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withThreads(2, 2),
                                request -> {
                                    if (request.message().text().equals("stuck")) {
                                        spin(release);
                                    }
                                    return List.of(Answer.of("x"));
                                })
                        .started();
        desk.telegram.scripted(message -> spin(release));
        try {
            desk.say("anna", "stuck");
            desk.say("bob", "send");
            await().until(() -> !desk.events.of(EventType.ANSWER_SENDING).isEmpty());

            long started = System.nanoTime();
            desk.dispatcher.close();

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LONG.dividedBy(4));
            assertThat(desk.journal.counts()).isEqualTo(new MessageCounts(1, 0, 1, 0, 1));
        } finally {
            release.countDown();
        }
    }

    @Test
    void claimsNothingMoreWhileHandlersAndSendsFinish() throws Exception {
        var release = new CountDownLatch(1);
        var sent = new CountDownLatch(1);
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request -> {
                                    if (request.message().text().equals("slow")) {
                                        release.await();
                                    }
                                    return List.of(Answer.of("to " + request.message().text()));
                                })
                        .started();
        desk.telegram.scripted(message -> sent.await());
        desk.say("anna", "slow");
        desk.say("bob", "quick");
        await().until(() -> !desk.events.of(EventType.ANSWER_SENDING).isEmpty());
        await().until(() -> desk.dispatcher.inFlight() == 1);

        desk.dispatcher.stopClaiming();
        desk.say("carl", "late");
        Future<Boolean> finished = stopper.submit(() -> desk.dispatcher.finish(LONG));
        release.countDown();
        await().until(() -> desk.dispatcher.inFlight() == 0);
        assertThat(finished).isNotDone();
        sent.countDown();

        assertThat(finished.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(desk.telegram.texts()).containsExactly("to quick");
        assertThat(desk.journal.counts()).isEqualTo(new MessageCounts(1, 0, 2, 0, 1));
    }

    @Test
    void aHandlerThatOutlivesItsTimeGivesItsMessageBack() throws Exception {
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request -> {
                                    new CountDownLatch(1).await();
                                    return List.of();
                                })
                        .started();
        desk.say("anna", "slow");
        await().until(() -> desk.journal.counts().inFlight() == 1);

        desk.dispatcher.stopClaiming();
        boolean finished = desk.dispatcher.finish(Duration.ofMillis(50));

        assertThat(finished).isFalse();
        assertThat(desk.journal.counts()).isEqualTo(new MessageCounts(1, 0, 0, 0, 0));
    }

    @Test
    void closesTheHandlerOnce() throws Exception {
        var closed = new AtomicInteger();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                new MessageHandler() {
                                    @Override
                                    public List<Answer> handle(Request request) {
                                        return List.of();
                                    }

                                    @Override
                                    public void close() {
                                        closed.incrementAndGet();
                                    }
                                })
                        .started();

        desk.dispatcher.close();
        desk.dispatcher.close();

        assertThat(closed).hasValue(1);
    }

    private static void spin(CountDownLatch until) {
        while (until.getCount() > 0) {
            Thread.onSpinWait();
        }
    }
}
