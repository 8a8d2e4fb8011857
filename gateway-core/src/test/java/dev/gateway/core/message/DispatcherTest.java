package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.sqlite.SqliteJournalAdmin;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.message.handler.EchoHandler;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.time.Backoff;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatcherTest {

    @TempDir Path home;
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private DispatcherFixture desk;

    @AfterEach
    void close() {
        if (desk != null) {
            desk.close();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> threads().isEmpty());
    }

    @Test
    void answersAMessageAndSaysEachStep() throws Exception {
        desk = new DispatcherFixture(home, DispatcherFixture.FAST, new EchoHandler()).started();

        desk.say("anna", "hello");

        await().until(() -> desk.telegram.texts().equals(List.of("hello")));
        await().until(() -> !desk.events.of(EventType.ANSWER_SENT).isEmpty());
        assertThat(desk.events.all().stream().map(LifecycleEvent::type))
                .containsExactly(
                        EventType.JOURNAL_OPENED,
                        EventType.MESSAGE_ACCEPTED,
                        EventType.MESSAGE_STARTED,
                        EventType.MESSAGE_HANDLED,
                        EventType.ANSWER_SENDING,
                        EventType.ANSWER_TAKEN,
                        EventType.ANSWER_SENT);
        assertThat(desk.events.all().toString()).doesNotContain("hello");
        OutboundMessage sent = desk.telegram.sent().get(0);
        assertThat(sent.conversation()).isEqualTo("anna");
        assertThat(sent.replyContext()).isEqualTo("context-hello");
        assertThat(desk.journal.counts()).isEqualTo(new MessageCounts(0, 0, 1, 0, 0));
    }

    @Test
    void answersWhatWasLeftByTheProcessBefore() throws Exception {
        desk = new DispatcherFixture(home, DispatcherFixture.FAST, new EchoHandler());
        desk.say("anna", "1", "2");
        desk.close();

        desk = new DispatcherFixture(home, DispatcherFixture.FAST, new EchoHandler()).started();

        await().until(() -> desk.telegram.texts().equals(List.of("1", "2")));
    }

    @Test
    void cutsLongAnswersAndSendsAttachmentsByThemselves() throws Exception {
        var file =
                new Attachment(
                        Attachment.Kind.FILE, "f", "text/plain", home.resolve("journal.db"), 1);
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request ->
                                        List.of(
                                                new Answer("0123456789abc", List.of(file)),
                                                Answer.of(""),
                                                Answer.of("end")))
                        .started();

        desk.say("anna", "x");

        await().until(() -> desk.telegram.sent().size() == 4);
        assertThat(desk.telegram.texts()).containsExactly("0123456789", "abc", "", "end");
        assertThat(desk.telegram.sent().get(2).attachments()).containsExactly(file);
        assertThat(desk.telegram.sent().stream().map(OutboundMessage::id).distinct()).hasSize(4);
    }

    @Test
    void anAnswerHasTheFormatOfItsAccountUnlessItNamesOneAlsoAfterARestart() throws Exception {
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request ->
                                        List.of(
                                                Answer.of("usual"),
                                                new Answer(
                                                        "named",
                                                        List.of(),
                                                        Optional.of(TextFormat.PLAIN))))
                        .started();
        desk.telegram.scripted(
                message -> {
                    throw new PlatformException.Unreachable("not yet");
                });
        desk.say("anna", "x");
        await().until(() -> desk.journal.counts().outbox() == 2);
        desk.close();

        desk = new DispatcherFixture(home, DispatcherFixture.FAST, new EchoHandler()).started();
        desk.say("bob", "echo");

        await().until(() -> desk.telegram.sent().size() == 3);
        assertThat(desk.telegram.sent())
                .extracting(message -> message.text() + " " + message.format().wireName())
                .containsExactlyInAnyOrder("usual markdown", "named plain", "echo plain");
    }

    @Test
    void keepsOrderWithinAConversationAndWorksOnSeveralAtOnce() throws Exception {
        var atOnce = new CountDownLatch(4);
        Set<String> busy = ConcurrentHashMap.newKeySet();
        List<String> violations = new CopyOnWriteArrayList<>();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request -> {
                                    String conversation = request.message().conversation();
                                    if (!busy.add(conversation)) {
                                        violations.add(conversation);
                                    }
                                    atOnce.countDown();
                                    atOnce.await(60, TimeUnit.SECONDS);
                                    busy.remove(conversation);
                                    return List.of(Answer.of(request.message().text()));
                                })
                        .started();

        for (int i = 0; i < 20; i++) {
            for (String conversation : List.of("a", "b", "c", "d", "e")) {
                desk.say(conversation, conversation + i);
            }
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> desk.telegram.sent().size() == 100);
        assertThat(atOnce.getCount()).as("four conversations ran at the same time").isZero();
        assertThat(violations).isEmpty();
        for (String conversation : List.of("a", "b", "c", "d", "e")) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                expected.add(conversation + i);
            }
            assertThat(desk.telegram.texts(conversation)).isEqualTo(expected);
        }
    }

    @Test
    void triesAFailedMessageAgainBeforeTheNextOneOfItsConversation() throws Exception {
        var failures = new AtomicInteger();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request -> {
                                    if (request.message().text().equals("1")
                                            && failures.getAndIncrement() < 2) {
                                        throw new HandlerException("not now", null);
                                    }
                                    return List.of(
                                            Answer.of(
                                                    request.message().text()
                                                            + "@"
                                                            + request.attempt()));
                                })
                        .started();

        desk.say("anna", "1", "2");

        await().until(() -> desk.telegram.texts().equals(List.of("1@3", "2@1")));
        assertThat(desk.events.of(EventType.MESSAGE_FAILED))
                .extracting(event -> event.fields().get("reason"))
                .containsExactly("not now", "not now");
    }

    @Test
    void parksAMessageThatFailsAgainAndAgainAndApologises() throws Exception {
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withApology("Sorry."),
                                request -> {
                                    if (request.message().text().equals("poison")) {
                                        throw new IllegalStateException("secret words");
                                    }
                                    return List.of(Answer.of("fine"));
                                })
                        .started();

        desk.say("anna", "poison", "water");

        await().until(() -> desk.telegram.texts().equals(List.of("Sorry.", "fine")));
        LifecycleEvent parked = desk.events.of(EventType.MESSAGE_PARKED).get(0);
        assertThat(parked.fields())
                .containsEntry("reason", "unexpected IllegalStateException (see the log)")
                .containsEntry("attempt", 3);
        await().until(() -> desk.journal.counts().equals(new MessageCounts(0, 0, 1, 1, 0)));
    }

    @Test
    void anErrorOfTheHandlerEndsNothing() throws Exception {
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request -> {
                                    if (request.attempt() == 1) {
                                        throw new StackOverflowError();
                                    }
                                    return List.of(Answer.of("fine"));
                                })
                        .started();

        desk.say("anna", "1");

        await().until(() -> desk.telegram.texts().equals(List.of("fine")));
    }

    @Test
    void interruptsAHandlerAtItsDeadlineAndGoesOn() throws Exception {
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withDeadline(
                                        Duration.ofMillis(50), Duration.ofSeconds(20)),
                                request -> {
                                    if (request.attempt() == 1) {
                                        new CountDownLatch(1).await();
                                    }
                                    return List.of(Answer.of("second try"));
                                })
                        .started();

        desk.say("anna", "1");

        await().until(() -> desk.telegram.texts().equals(List.of("second try")));
        assertThat(desk.events.of(EventType.MESSAGE_FAILED)).hasSize(1);
    }

    @Test
    void givesUpHandlersThatCannotBeInterruptedAndServesTheOthers() throws Exception {
        var release = new CountDownLatch(1);
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST
                                        .withThreads(1, 1)
                                        .withDeadline(Duration.ofMillis(50), Duration.ofMillis(50)),
                                request -> {
                                    while (request.message().text().equals("stuck")
                                            && release.getCount() > 0) {
                                        Thread.onSpinWait();
                                    }
                                    return List.of(Answer.of(request.message().text()));
                                })
                        .started();
        try {
            desk.say("anna", "stuck", "next");
            desk.say("bob", "other");

            await().until(() -> Set.copyOf(desk.telegram.texts()).equals(Set.of("next", "other")));
            assertThat(desk.events.of(EventType.MESSAGE_PARKED)).hasSize(1);
        } finally {
            release.countDown();
        }
        desk.say("anna", "later");
        await().until(() -> desk.telegram.texts().contains("later"));
        assertThat(desk.telegram.texts()).doesNotContain("stuck");
    }

    @Test
    void showsTypingWhileAHandlerWorksAndNotForQuickOnes() throws Exception {
        var release = new CountDownLatch(1);
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withTyping(
                                        Duration.ofMillis(200), Duration.ofMillis(20)),
                                request -> {
                                    if (request.message().text().equals("slow")) {
                                        release.await();
                                    }
                                    return List.of(Answer.of("done"));
                                })
                        .started();

        desk.say("quick", "quick");
        await().until(() -> desk.telegram.texts("quick").size() == 1);
        desk.say("slow", "slow");
        await().until(() -> desk.telegram.typed().size() >= 3);
        release.countDown();
        await().until(() -> desk.telegram.typed().contains("slow off"));

        assertThat(desk.telegram.typed()).startsWith("slow on", "slow on").endsWith("slow off");
        assertThat(desk.telegram.typed()).noneMatch(typed -> typed.startsWith("quick"));
    }

    @Test
    void leavesMessagesOfAPlatformPendingUntilItsAdapterCanBeUsed() throws Exception {
        desk = new DispatcherFixture(home, DispatcherFixture.FAST, new EchoHandler());
        desk.adapters.clear();
        desk.started();
        desk.say("anna", "1");
        desk.dispatcher.wake("tg");
        assertThat(desk.journal.counts().pending()).isEqualTo(1);

        desk.adapters.put("tg", desk.telegram);
        desk.dispatcher.wake("tg");

        await().until(() -> desk.telegram.texts().equals(List.of("1")));
    }

    @Test
    void noticesWhatAnOperatorRetriesFromAnotherProcess() throws Exception {
        var broken = new AtomicInteger(1);
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request -> {
                                    if (broken.get() == 1) {
                                        throw new HandlerException("broken", null);
                                    }
                                    return List.of(Answer.of("mended"));
                                })
                        .started();
        desk.say("anna", "1");
        await().until(() -> desk.journal.counts().failed() == 1);
        broken.set(0);
        String id = (String) desk.events.of(EventType.MESSAGE_PARKED).get(0).fields().get("id");

        try (SqliteJournalAdmin console =
                SqliteJournalAdmin.open(home.resolve("journal.db"), Clock.systemUTC())
                        .orElseThrow()) {
            assertThat(console.retry(id)).isTrue();
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> desk.telegram.texts().equals(List.of("mended")));
    }

    @Test
    void noThreadOfAHandlerStaysWhenThereIsNothingToHandle() throws Exception {
        DispatcherSettings usual = DispatcherSettings.defaults();
        assertThat(usual.workers()).isEqualTo(32);
        desk = new DispatcherFixture(home, usual, new EchoHandler()).started();
        assertThat(handlerThreads()).isZero();

        for (int person = 0; person < 40; person++) {
            desk.say("person-" + person, "hello " + person);
        }

        await().atMost(Duration.ofMinutes(1)).until(() -> desk.telegram.texts().size() == 40);
        await().atMost(Duration.ofMinutes(1)).until(() -> handlerThreads() == 0);
        desk.say("anna", "again");
        await().atMost(Duration.ofMinutes(1)).until(() -> desk.telegram.texts().size() == 41);
    }

    @Test
    void anotherHandlerIsAskedAtOnceWhatTheFormerOneHasFailed() throws Exception {
        var mended = new AtomicBoolean();
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST.withAttempts(
                                        3,
                                        new Backoff(Duration.ofHours(1), 1, Duration.ofHours(1))),
                                request -> {
                                    if (!mended.get()) {
                                        throw new HandlerException("not yet", null);
                                    }
                                    return List.of(Answer.of("now"));
                                })
                        .started();
        desk.say("anna", "hello");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> desk.events.of(EventType.MESSAGE_FAILED).size() == 1);

        mended.set(true);
        desk.dispatcher.handlerReplaced();

        await().atMost(Duration.ofMinutes(1))
                .until(() -> desk.telegram.texts().equals(List.of("now")));
    }

    private long handlerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().startsWith("handler-"))
                .count();
    }

    @Test
    void sleepsWhileThereIsNothingToDo() throws Exception {
        desk = new DispatcherFixture(home, DispatcherFixture.FAST, new EchoHandler()).started();
        desk.say("anna", "1");
        await().until(() -> desk.journal.counts().equals(new MessageCounts(0, 0, 1, 0, 0)));
        long transactions = desk.journal.transactions();

        TimeUnit.MILLISECONDS.sleep(1500);

        assertThat(desk.journal.transactions() - transactions).isZero();
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.matches("(dispatcher|handler|outbox|typing|journal).*"))
                .collect(Collectors.toList());
    }
}
