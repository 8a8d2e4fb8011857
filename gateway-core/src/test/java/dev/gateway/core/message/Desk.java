package dev.gateway.core.message;

import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.Said;
import dev.gateway.core.journal.SeenEvents;
import dev.gateway.core.journal.SqliteJournal;
import dev.gateway.core.loop.DaemonThreads;
import dev.gateway.core.platform.PlatformAdapter;
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
final class Desk implements AutoCloseable {

    /** Everything fast, so that tests wait for what happens and not for pauses. */
    static final DispatcherSettings FAST =
            DispatcherSettings.defaults()
                    .withAttempts(3, new Backoff(Duration.ofMillis(20), 1, Duration.ofMillis(20)))
                    .withSending(
                            Duration.ofSeconds(30),
                            new Backoff(Duration.ofMillis(20), 1, Duration.ofMillis(20)),
                            Duration.ofHours(1));

    final SeenEvents events = new SeenEvents();
    final Map<String, PlatformAdapter> adapters = new ConcurrentHashMap<>();
    final FakeAdapter telegram = new FakeAdapter();
    final SqliteJournal journal;
    final Dispatcher dispatcher;

    Desk(Path home, DispatcherSettings settings, MessageHandler handler) throws IOException {
        this(home, settings, handler, DaemonThreads::named);
    }

    Desk(
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
                        new Backoff(Duration.ofMillis(20), 1, Duration.ofMillis(20)));
        dispatcher =
                new Dispatcher(
                        journal,
                        handler,
                        name -> Optional.ofNullable(adapters.get(name)),
                        fetching,
                        settings,
                        Clock.systemUTC(),
                        events.stream(),
                        new HandlerStateTracker("test", Clock.systemUTC(), events.stream()),
                        threads);
    }

    Desk started() {
        dispatcher.start();
        return this;
    }

    void say(String conversation, String... texts) throws Exception {
        journal.accept("tg", Said.in(conversation, texts));
    }

    @Override
    public void close() {
        dispatcher.close();
        journal.close();
    }
}
