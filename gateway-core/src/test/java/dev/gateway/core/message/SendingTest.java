package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.message.handler.EchoHandler;
import dev.gateway.core.platform.PlatformException.Rejected;
import dev.gateway.core.platform.PlatformException.Scope;
import dev.gateway.core.platform.PlatformException.Throttled;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.time.Backoff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendingTest {

    @TempDir Path home;
    private DispatcherFixture desk;

    @BeforeEach
    void open() throws Exception {
        desk = new DispatcherFixture(home, DispatcherFixture.FAST, new EchoHandler()).started();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void nothingIsSentThroughAnAdapterThatWasWithdrawnAfterTheClaim() throws Exception {
        desk.close();
        var claimed = new CountDownLatch(1);
        var withdrawn = new CountDownLatch(1);
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                new EchoHandler(),
                                name ->
                                        name.startsWith("outbox")
                                                ? task ->
                                                        new Thread(
                                                                () -> {
                                                                    claimed.countDown();
                                                                    awaitQuietly(withdrawn);
                                                                    task.run();
                                                                })
                                                : DaemonThreads.named(name))
                        .started();
        desk.say("anna", "1");
        assertThat(claimed.await(60, TimeUnit.SECONDS)).isTrue();

        desk.adapters.remove("tg");
        withdrawn.countDown();
        await().until(() -> desk.journal.outbox().nextDue("tg").isPresent());
        var next = new InMemoryPlatformAdapter();
        desk.adapters.put("tg", next);
        desk.dispatcher.wake("tg");

        await().until(() -> next.sent().size() == 1);
        assertThat(desk.telegram.sent()).isEmpty();
        assertThat(desk.events.of(EventType.ANSWER_SENDING)).hasSize(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void triesAgainWithTheSameIdWhenThePlatformIsNotReached() throws Exception {
        List<String> ids = new CopyOnWriteArrayList<>();
        desk.telegram.scripted(
                message -> {
                    ids.add(message.id());
                    if (ids.size() < 4) {
                        throw new Unreachable("connection reset");
                    }
                });

        desk.say("anna", "1");

        await().until(() -> desk.telegram.texts().equals(List.of("1")));
        assertThat(ids).hasSize(4);
        assertThat(Set.copyOf(ids)).hasSize(1);
    }

    @Test
    void keepsOrderWithinAConversationWhileTheFirstIsTriedAgain() throws Exception {
        var failures = new AtomicInteger();
        desk.telegram.scripted(
                message -> {
                    if (message.text().equals("1") && failures.getAndIncrement() < 5) {
                        throw new Unreachable("502");
                    }
                });

        desk.say("anna", "1", "2", "3");

        await().until(() -> desk.telegram.texts().equals(List.of("1", "2", "3")));
    }

    @Test
    void sendsToSeveralConversationsAtOnceButNeverTwiceIntoOne() throws Exception {
        var together = new CountDownLatch(4);
        Set<String> busy = ConcurrentHashMap.newKeySet();
        List<String> violations = new CopyOnWriteArrayList<>();
        desk.telegram.scripted(
                message -> {
                    if (!busy.add(message.conversation())) {
                        violations.add(message.conversation());
                    }
                    together.countDown();
                    together.await();
                    busy.remove(message.conversation());
                });

        for (String conversation : List.of("a", "b", "c", "d")) {
            desk.say(conversation, conversation + "1", conversation + "2");
        }

        await().until(() -> desk.telegram.sent().size() == 8);
        assertThat(violations).isEmpty();
    }

    @Test
    void parksWhatCanNeverBeSentAndSendsTheRest() throws Exception {
        desk.telegram.scripted(
                message -> {
                    if (message.text().equals("1")) {
                        throw new Undeliverable("blocked by the user");
                    }
                });

        desk.say("anna", "1", "2");

        await().until(() -> desk.telegram.texts().equals(List.of("2")));
        await().until(() -> desk.journal.counts().equals(new MessageCounts(0, 0, 2, 1, 0)));
        assertThat(desk.events.of(EventType.MESSAGE_PARKED).get(0).fields())
                .containsEntry("reason", "blocked by the user");
    }

    @Test
    void leavesAThrottlingPlatformAloneForAsLongAsItSays() throws Exception {
        List<Long> calls = new CopyOnWriteArrayList<>();
        desk.telegram.scripted(
                message -> {
                    calls.add(System.nanoTime());
                    if (calls.size() == 1) {
                        throw new Throttled("too many requests", Duration.ofMillis(300));
                    }
                });

        desk.say("anna", "1");
        await().until(() -> calls.size() == 1);
        desk.say("bob", "2");

        await().until(() -> desk.telegram.sent().size() == 2);
        assertThat(Duration.ofNanos(calls.get(1) - calls.get(0)))
                .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void throttlingIsNoFailure() throws Exception {
        var calls = new AtomicInteger();
        desk.telegram.scripted(
                message -> {
                    if (calls.getAndIncrement() < 10) {
                        throw new Throttled("slow down", Duration.ofMillis(1));
                    }
                });

        desk.say("anna", "1");

        await().until(() -> desk.telegram.texts().equals(List.of("1")));
        assertThat(desk.events.of(EventType.ANSWER_SENDING).get(10).fields())
                .containsEntry("attempt", 1);
    }

    @Test
    void onePlatformsFailureDoesNotTouchAnother() throws Exception {
        var down = new InMemoryPlatformAdapter();
        down.scripted(
                message -> {
                    throw new Unreachable("down");
                });
        desk.adapters.put("wx", down);

        for (int i = 0; i < 10; i++) {
            AdoptedAccounts.of(desk.journal, "wx")
                    .accept(InboundMessageFixtures.in("c" + i, "w" + i));
        }
        desk.say("anna", "1");

        await().until(() -> desk.telegram.texts().equals(List.of("1")));
        down.scripted(message -> {});
        await().until(() -> down.sent().size() == 10);
    }

    @Test
    void aRefusedAdapterIsLeftAloneUntilThereIsAnotherOne() throws Exception {
        var calls = new AtomicInteger();
        desk.telegram.scripted(
                message -> {
                    calls.incrementAndGet();
                    throw new Rejected("unauthorized", "check the token");
                });
        desk.say("anna", "1");
        await().until(() -> calls.get() == 1);
        desk.say("bob", "2");
        await().until(() -> desk.journal.counts().outbox() == 2);

        var loggedIn = new InMemoryPlatformAdapter();
        desk.adapters.put("tg", loggedIn);
        desk.dispatcher.wake("tg");

        await().until(() -> Set.copyOf(loggedIn.texts()).equals(Set.of("1", "2")));
        assertThat(calls).hasValue(1);
    }

    @Test
    void anAdapterThatThrowsAnythingElseIsTriedAFewTimesOnly() throws Exception {
        desk.telegram.scripted(
                message -> {
                    if (message.text().equals("1")) {
                        throw new IllegalArgumentException("bug");
                    }
                });

        desk.say("anna", "1", "2");

        await().until(() -> desk.telegram.texts().equals(List.of("2")));
        assertThat(desk.events.of(EventType.ANSWER_SENDING)).hasSize(4);
        assertThat(desk.journal.counts().failed()).isEqualTo(1);
    }

    @Test
    void aSendThatNeverReturnsIsInterruptedAtItsDeadline() throws Exception {
        desk.close();
        var calls = new AtomicInteger();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withSending(
                                        Duration.ofMillis(100),
                                        new Backoff(
                                                Duration.ofMillis(10), 1, Duration.ofMillis(10)),
                                        Duration.ofHours(1)),
                                new EchoHandler())
                        .started();
        desk.telegram.scripted(
                message -> {
                    if (calls.getAndIncrement() == 0) {
                        new CountDownLatch(1).await();
                    }
                });

        desk.say("anna", "1");

        await().until(() -> desk.telegram.texts().equals(List.of("1")));
        assertThat(calls).hasValue(2);
    }

    @Test
    void whatCannotBeSentForTooLongIsParked() throws Exception {
        desk.close();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withSending(
                                        Duration.ofSeconds(30),
                                        new Backoff(
                                                Duration.ofMillis(10), 1, Duration.ofMillis(10)),
                                        Duration.ofMillis(200)),
                                new EchoHandler())
                        .started();
        desk.telegram.scripted(
                message -> {
                    throw new Unreachable("no route to host");
                });

        desk.say("anna", "1");

        await().until(() -> desk.journal.counts().failed() == 1);
        assertThat(desk.events.of(EventType.MESSAGE_PARKED).get(0).fields().get("reason"))
                .asString()
                .contains("no route to host");
    }

    @Test
    void aThrottledConversationWaitsAloneAndKeepsItsOrder() throws Exception {
        var refused = new AtomicBoolean(true);
        desk.telegram.scripted(
                message -> {
                    if (message.conversation().equals("group") && refused.get()) {
                        throw new Throttled("flood", Duration.ofSeconds(2), Scope.CONVERSATION);
                    }
                });
        desk.say("group", "1", "2", "3");
        await().until(() -> desk.journal.counts().outbox() > 0);
        await().until(() -> desk.telegram.attempts("group") == 1);

        for (int i = 0; i < 5; i++) {
            String conversation = "friend" + i;
            desk.say(conversation, conversation);
            await().until(() -> desk.telegram.texts(conversation).size() == 1);
        }
        assertThat(desk.telegram.attempts("group")).isEqualTo(1);
        refused.set(false);

        await().until(() -> desk.telegram.texts("group").equals(List.of("1", "2", "3")));
    }

    @Test
    void aConversationThatAlwaysFailsDelaysNoOther() throws Exception {
        desk.close();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withSending(
                                        Duration.ofSeconds(30),
                                        new Backoff(Duration.ofHours(1), 1, Duration.ofHours(1)),
                                        Duration.ofDays(1)),
                                new EchoHandler())
                        .started();
        desk.telegram.scripted(
                message -> {
                    if (message.conversation().equals("broken")) {
                        throw new Unreachable("500");
                    }
                });
        desk.say("broken", "1");
        await().until(() -> desk.telegram.attempts("broken") == 1);

        desk.say("anna", "2");

        await().until(() -> desk.telegram.texts().equals(List.of("2")));
    }

    @Test
    void aClosedWindowIsTriedAgainAsSoonAsThePersonHasWritten() throws Exception {
        var closed = new AtomicBoolean(true);
        desk.telegram.scripted(
                message -> {
                    if (closed.get()) {
                        throw new Throttled("used up", Duration.ofHours(1), Scope.WINDOW);
                    }
                });
        desk.say("anna", "1");
        await().until(() -> desk.journal.outbox().nextDue("tg").isPresent());
        desk.say("bob", "2");
        await().until(() -> desk.telegram.attempts("bob") == 1);
        closed.set(false);

        desk.say("anna", "3");

        await().until(() -> desk.telegram.texts("anna").equals(List.of("1", "3")));
        assertThat(desk.telegram.texts("bob")).isEmpty();
    }

    @Test
    void thePausesOfAClosedWindowGrow() throws Exception {
        Duration first = Duration.ofMillis(40);
        List<Long> tries = new CopyOnWriteArrayList<>();
        desk.telegram.scripted(
                message -> {
                    tries.add(System.nanoTime());
                    throw new Throttled("used up", first, Scope.WINDOW);
                });

        desk.say("anna", "1");

        await().until(() -> tries.size() == 5);
        assertThat(Duration.ofNanos(tries.get(4) - tries.get(3)))
                .isGreaterThan(first.multipliedBy(20));
    }

    @Test
    void conversationsThatHangLeaveSendersForTheOthers() throws Exception {
        desk.close();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST
                                        .withThreads(4, 4)
                                        .withSending(
                                                Duration.ofMillis(200),
                                                new Backoff(
                                                        Duration.ofMillis(1),
                                                        1,
                                                        Duration.ofMillis(1)),
                                                Duration.ofDays(1)),
                                new EchoHandler())
                        .started();
        var hanging = new AtomicInteger();
        var most = new AtomicInteger();
        Set<String> tried = ConcurrentHashMap.newKeySet();
        desk.telegram.scripted(
                message -> {
                    if (message.conversation().startsWith("dead")
                            && !tried.add(message.conversation())) {
                        most.accumulateAndGet(hanging.incrementAndGet(), Math::max);
                        try {
                            new CountDownLatch(1).await();
                        } finally {
                            hanging.decrementAndGet();
                        }
                    }
                    if (message.conversation().startsWith("dead")) {
                        throw new Unreachable("first try");
                    }
                });
        for (int i = 0; i < 12; i++) {
            desk.say("dead" + i, "d" + i);
        }
        await().until(() -> tried.size() == 12 && most.get() > 0);

        for (int i = 0; i < 10; i++) {
            String conversation = "alive" + i;
            desk.say(conversation, conversation);
            await().until(() -> desk.telegram.texts(conversation).size() == 1);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void whatIsThrottledForTooLongIsParkedWithItsReason() throws Exception {
        desk.close();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withSending(
                                        Duration.ofSeconds(30),
                                        new Backoff(
                                                Duration.ofMillis(10), 1, Duration.ofMillis(10)),
                                        Duration.ofMillis(200)),
                                new EchoHandler())
                        .started();
        desk.telegram.scripted(
                message -> {
                    if (message.conversation().equals("group")) {
                        throw new Throttled("flood", Duration.ofMillis(10), Scope.CONVERSATION);
                    }
                    throw new Throttled("used up", Duration.ofMillis(10), Scope.WINDOW);
                });

        desk.say("group", "1");
        desk.say("anna", "2");

        await().until(() -> desk.journal.counts().failed() == 2);
        assertThat(desk.events.of(EventType.MESSAGE_PARKED))
                .extracting(event -> event.fields().get("reason").toString())
                .anyMatch(reason -> reason.contains("flood"))
                .anyMatch(reason -> reason.contains("used up"));
    }

    @Test
    void aFileThatIsMissingForAMomentIsSentWhenItIsThereAgain() throws Exception {
        var missing = new AtomicInteger(3);
        desk.telegram.scripted(
                message -> {
                    if (missing.getAndDecrement() > 0) {
                        throw Undeliverable.now("the file is gone");
                    }
                });

        desk.say("anna", "1");

        await().until(() -> desk.telegram.texts().equals(List.of("1")));
        assertThat(desk.events.of(EventType.MESSAGE_PARKED)).isEmpty();
    }

    @Test
    void aFileThatStaysMissingIsParkedWithThatReason() throws Exception {
        desk.close();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withSending(
                                        Duration.ofSeconds(30),
                                        new Backoff(
                                                Duration.ofMillis(10), 1, Duration.ofMillis(10)),
                                        Duration.ofMillis(200)),
                                new EchoHandler())
                        .started();
        desk.telegram.scripted(
                message -> {
                    throw Undeliverable.now("the file is gone");
                });

        desk.say("anna", "1");

        await().until(() -> desk.journal.counts().failed() == 1);
        assertThat(desk.events.of(EventType.MESSAGE_PARKED).get(0).fields())
                .containsEntry("reason", "the file is gone");
    }
}
