package dev.gateway.core.message;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.message.fetch.FetchSettings;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.time.Backoff;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** A journal, a dispatcher on it and platforms in memory. */
final class DispatcherFixture implements AutoCloseable {

    /** Fast settings, so that tests wait for events and not for pauses. */
    static final DispatcherSettings FAST =
            DispatcherSettings.defaults()
                    .withAttempts(3, new Backoff(Duration.ofMillis(20), 1, Duration.ofMillis(20)))
                    .withSending(
                            Duration.ofSeconds(30),
                            new Backoff(Duration.ofMillis(20), 1, Duration.ofMillis(20)),
                            Duration.ofHours(1));

    final EventRecorder events = new EventRecorder();
    final Map<String, PlatformAdapter> adapters = new ConcurrentHashMap<>();
    final Map<String, SendLimits> limits = new ConcurrentHashMap<>();
    final InMemoryPlatformAdapter telegram = new InMemoryPlatformAdapter();
    final SqliteJournal journal;
    final Dispatcher dispatcher;

    DispatcherFixture(Path home, DispatcherSettings settings, MessageHandler handler)
            throws IOException {
        this(home, settings, handler, DaemonThreads::named);
    }

    DispatcherFixture(
            Path home,
            DispatcherSettings settings,
            MessageHandler handler,
            Function<String, ThreadFactory> threads)
            throws IOException {
        journal =
                SqliteJournal.open(
                        home.resolve("journal.db"),
                        JournalSettings.defaults(),
                        Clock.systemUTC(),
                        events.stream());
        adapters.put("tg", telegram);
        FetchSettings fetching =
                new FetchSettings(
                        name -> home,
                        2,
                        2,
                        Duration.ofMillis(300),
                        Duration.ofSeconds(30),
                        2,
                        Duration.ofMillis(200),
                        new Backoff(Duration.ofMillis(20), 1, Duration.ofMillis(20)),
                        Duration.ofMillis(100));
        dispatcher =
                new Dispatcher(
                        journal,
                        handler,
                        name -> Optional.ofNullable(adapters.get(name)),
                        name -> limits.getOrDefault(name, SendLimits.NONE),
                        name -> TextFormat.MARKDOWN,
                        fetching,
                        settings,
                        Clock.systemUTC(),
                        events.stream(),
                        new HandlerStateTracker("test", Clock.systemUTC(), events.stream()),
                        threads);
    }

    DispatcherFixture started() {
        dispatcher.start();
        return this;
    }

    void say(String conversation, String... texts) throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in(conversation, texts));
    }

    @Override
    public void close() {
        dispatcher.close();
        journal.close();
    }
}
