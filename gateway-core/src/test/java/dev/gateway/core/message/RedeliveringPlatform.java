package dev.gateway.core.message;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleListener;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.Request;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.SendLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A platform that delivers numbered messages as Telegram does: all messages behind the cursor are
 * delivered again. Handled and sent messages are written to files beside the journal, which survive
 * the end of the process.
 */
final class RedeliveringPlatform {

    private static final int CHATS = 3;
    private static final int BATCH = 2;

    private final Path home;
    private final int messages;

    RedeliveringPlatform(Path home, int messages) {
        this.home = home;
        this.messages = messages;
    }

    /** Delivers, handles and answers until all messages are answered. */
    void run(LifecycleListener listener) throws Exception {
        var events = new EventStream(Clock.systemUTC(), ProcessHandle.current().pid());
        events.add(
                event -> {
                    if (event.type() == EventType.ANSWER_SENT) {
                        note("done", (String) event.fields().get("id"));
                    }
                });
        events.add(listener);
        var platform = new InMemoryPlatformAdapter();
        platform.scripted(message -> note("sent", message.id() + " " + message.text()));
        try (SqliteJournal journal =
                        SqliteJournal.open(
                                home.resolve("journal.db"),
                                JournalSettings.defaults(),
                                Clock.systemUTC(),
                                events);
                Dispatcher dispatcher =
                        new Dispatcher(
                                journal,
                                this::handle,
                                name -> Optional.<PlatformAdapter>of(platform),
                                name -> SendLimits.NONE,
                                name -> TextFormat.PLAIN,
                                Path::of,
                                DispatcherSettings.defaults(),
                                Clock.systemUTC(),
                                events,
                                new HandlerStateTracker("test", Clock.systemUTC(), events))) {
            dispatcher.start();
            deliver(journal);
            while (!finished(journal.counts())) {
                Thread.sleep(5);
            }
        }
    }

    /** Returns the records of one kind, in order. */
    List<String> records(String what) throws IOException {
        try {
            return Files.readAllLines(home.resolve(what));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private void deliver(Journal journal) throws Exception {
        int next = AdoptedAccounts.of(journal, "tg").cursor().map(Integer::parseInt).orElse(0);
        while (next < messages) {
            List<InboundMessage> batch = new ArrayList<>();
            while (batch.size() < BATCH && next < messages) {
                batch.add(message(next++));
            }
            AdoptedAccounts.of(journal, "tg")
                    .accept(InboundBatch.of(batch, Integer.toString(next)));
            for (InboundMessage message : batch) {
                note("accepted", message.text());
            }
        }
    }

    private List<Answer> handle(Request request) {
        note("handled", request.id() + " " + request.message().text());
        return List.of(Answer.of(request.message().text()));
    }

    private boolean finished(MessageCounts counts) {
        return counts.pending() == 0 && counts.inFlight() == 0 && counts.outbox() == 0;
    }

    private void note(String what, String line) {
        try {
            Files.writeString(
                    home.resolve(what),
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InboundMessage message(int number) {
        return new InboundMessage(
                "update-" + number,
                "chat-" + number % CHATS,
                "user",
                true,
                "m" + number,
                List.of(),
                "",
                Instant.EPOCH);
    }
}
