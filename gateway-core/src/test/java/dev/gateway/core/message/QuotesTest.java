package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.KnownConversation;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.journal.sqlite.SqliteJournalAdmin;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a message quotes is looked up before the handler, and delays nothing else. */
class QuotesTest {

    @TempDir Path home;
    private final List<InboundMessage> handled = new CopyOnWriteArrayList<>();
    private DispatcherFixture desk;

    @BeforeEach
    void open() throws Exception {
        desk =
                new DispatcherFixture(
                        home,
                        DispatcherFixture.FAST,
                        request -> {
                            handled.add(request.message());
                            return List.<Answer>of();
                        });
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void theHandlerGetsWhatIsQuoted() throws Exception {
        var asked = new AtomicInteger();
        desk.telegram.resolving(
                quote -> {
                    asked.incrementAndGet();
                    return Optional.of(new Quote(quote.id(), "11", "Anna", "the plan", List.of()));
                });
        desk.started();

        accept(quoting("what does this mean?", "om_1"));

        assertThat(quote("what does this mean?").text()).isEqualTo("the plan");
        assertThat(quote("what does this mean?").senderName()).isEqualTo("Anna");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aQuoteThatIsNotFoundOrHangsKeepsNoMessageAway() throws Exception {
        desk.telegram.resolving(
                quote -> {
                    switch (quote.id()) {
                        case "hangs" -> new CountDownLatch(1).await();
                        case "fails" -> throw new IllegalStateException("a mistake");
                        default -> {}
                    }
                    return Optional.empty();
                });
        desk.started();

        for (String id : List.of("hangs", "fails", "unknown")) {
            accept(quoting(id, id));
        }

        for (String id : List.of("hangs", "fails", "unknown")) {
            assertThat(quote(id)).isEqualTo(new Quote(id, "", "", "[not available]", List.of()));
        }
    }

    @Test
    void neitherOtherConversationsNorFilesAreDelayedByALookUpNorItByFiles() throws Exception {
        var found = new CountDownLatch(1);
        var loading = new CountDownLatch(2);
        desk.telegram.fetching(
                (file, into) -> {
                    loading.countDown();
                    found.await();
                });
        desk.telegram.resolving(quote -> Optional.of(quote.withText("found")));
        desk.started();
        accept(withFile("file 1"), withFile("file 2")); // As many as are loaded at a time.
        loading.await();

        accept(quoting("who?", "om_1"));

        assertThat(quote("who?").text()).isEqualTo("found");
        found.countDown();
    }

    @Test
    void theNextProcessLooksUpWhatThisOneHasNotFinished() throws Exception {
        var asked = new CountDownLatch(1);
        desk.telegram.resolving(
                quote -> {
                    asked.countDown();
                    new CountDownLatch(1).await();
                    return Optional.empty();
                });
        desk.started();
        accept(quoting("who?", "om_1"));
        asked.await();
        desk.dispatcher.drain(Duration.ofSeconds(30));
        desk.close();
        assertThat(handled).isEmpty();

        open();
        desk.telegram.resolving(quote -> Optional.of(quote.withText("found")));
        desk.started();

        assertThat(quote("who?").text()).isEqualTo("found");
    }

    @Test
    void aNameThatThePlatformTellsOnlyOnRequestNamesTheConversation() throws Exception {
        desk.adapters.put(
                "tg",
                new InMemoryPlatformAdapter() {
                    @Override
                    public InboundMessage complete(InboundMessage message, Duration within) {
                        return message.withContext(
                                message.context().toBuilder().senderName("Anna").build());
                    }
                });
        desk.started();
        accept(InboundMessageFixtures.message("hello", "4711"));
        await().until(() -> handled.size() == 1);
        desk.close();

        try (SqliteJournalAdmin journal =
                SqliteJournalAdmin.openReadOnly(home.resolve("journal.db"), Clock.systemUTC())
                        .orElseThrow()) {
            assertThat(journal.conversations(10))
                    .extracting(KnownConversation::id, KnownConversation::title)
                    .containsExactly(tuple("4711", "Anna"));
        }
    }

    private static InboundMessage quoting(String text, String id) {
        Quote bare = new Quote(id, "", "", "", List.of());
        return InboundMessageFixtures.message(text, text)
                .withContext(MessageContext.builder().replyTo(Optional.of(bare)).build());
    }

    private static InboundMessage withFile(String text) {
        return InboundMessageFixtures.message(text, text)
                .withRemote(
                        List.of(
                                new RemoteAttachment(
                                        Attachment.Kind.FILE, "a.pdf", "application/pdf", 0, "x")));
    }

    private void accept(InboundMessage... messages) throws Exception {
        for (InboundMessage message : messages) {
            AdoptedAccounts.of(desk.journal, "tg").accept(InboundBatch.of(message));
        }
    }

    private Quote quote(String text) {
        return await().until(
                        () ->
                                handled.stream()
                                        .filter(message -> message.text().equals(text))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .context()
                .replyTo()
                .orElseThrow();
    }
}
