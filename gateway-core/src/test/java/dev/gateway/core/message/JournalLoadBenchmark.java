package dev.gateway.core.message;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.message.handler.EchoHandler;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.SendLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Benchmark of many messages from several pollers through journal and dispatcher: {@code
 * JournalLoadBenchmark FOLDER MESSAGES POLLERS BATCH THREADS}.
 */
final class JournalLoadBenchmark {

    private static final int CONVERSATIONS = 500;

    private JournalLoadBenchmark() {}

    /** Runs the benchmark and prints the result. */
    public static void main(String[] args) throws Exception {
        System.out.println(
                run(
                        Path.of(args[0]),
                        Integer.parseInt(args[1]),
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Integer.parseInt(args[4])));
    }

    static Result run(Path home, int messages, int pollers, int batch, int threads)
            throws Exception {
        var events = new EventStream(Clock.systemUTC(), 1);
        var sent = new AtomicLong();
        var platform =
                new InMemoryPlatformAdapter() {
                    @Override
                    public Optional<String> send(OutboundMessage message) {
                        sent.incrementAndGet();
                        return Optional.empty();
                    }
                };
        ExecutorService polling = Executors.newFixedThreadPool(pollers);
        long started = System.nanoTime();
        try (SqliteJournal journal =
                        SqliteJournal.open(
                                home.resolve("journal.db"),
                                JournalSettings.defaults(),
                                Clock.systemUTC(),
                                events);
                Dispatcher dispatcher =
                        new Dispatcher(
                                journal,
                                new EchoHandler(),
                                name -> Optional.<PlatformAdapter>of(platform),
                                name -> SendLimits.NONE,
                                name -> TextFormat.PLAIN,
                                Path::of,
                                DispatcherSettings.defaults().withThreads(threads, threads),
                                Clock.systemUTC(),
                                events,
                                new HandlerStateTracker("echo", Clock.systemUTC(), events))) {
            dispatcher.start();
            List<Future<long[]>> polls = new ArrayList<>();
            for (int poller = 0; poller < pollers; poller++) {
                String name = "p" + poller;
                polls.add(polling.submit(() -> poll(journal, name, messages / pollers, batch)));
            }
            List<long[]> latencies = new ArrayList<>();
            for (Future<long[]> poll : polls) {
                latencies.add(poll.get());
            }
            Duration accepted = Duration.ofNanos(System.nanoTime() - started);
            while (sent.get() < messages / pollers * pollers || journal.counts().outbox() > 0) {
                Thread.sleep(5);
            }
            Duration all = Duration.ofNanos(System.nanoTime() - started);
            long[] sorted = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Result(
                    sent.get(),
                    accepted,
                    all,
                    Duration.ofNanos(sorted[sorted.length / 2]),
                    Duration.ofNanos(sorted[sorted.length * 99 / 100]),
                    journal.transactions(),
                    Files.size(home.resolve("journal.db")),
                    Files.size(home.resolve("journal.db-wal")));
        } finally {
            polling.shutdownNow();
        }
    }

    private static long[] poll(SqliteJournal journal, String platform, int messages, int batch)
            throws Exception {
        long[] latencies = new long[(messages + batch - 1) / batch];
        int next = 0;
        for (int i = 0; i < latencies.length; i++) {
            List<InboundMessage> said = new ArrayList<>();
            while (said.size() < batch && next < messages) {
                said.add(
                        InboundMessageFixtures.message("k" + next, "chat-" + next % CONVERSATIONS));
                next++;
            }
            long begun = System.nanoTime();
            AdoptedAccounts.of(journal, platform)
                    .accept(InboundBatch.of(said, Integer.toString(next)));
            latencies[i] = System.nanoTime() - begun;
        }
        return latencies;
    }

    /** The measured values. */
    record Result(
            long answered,
            Duration accepted,
            Duration all,
            Duration acceptMedian,
            Duration acceptP99,
            long transactions,
            long fileBytes,
            long walBytes) {

        @Override
        public String toString() {
            return ("%d messages answered in %.1f s (%.0f/s), all accepted after %.1f s; accept"
                            + " median %.2f ms, p99 %.2f ms; %d transactions; file %.1f MiB, log"
                            + " %.1f MiB; heap limit %d MiB")
                    .formatted(
                            answered,
                            all.toMillis() / 1000.0,
                            answered * 1000.0 / all.toMillis(),
                            accepted.toMillis() / 1000.0,
                            acceptMedian.toNanos() / 1e6,
                            acceptP99.toNanos() / 1e6,
                            transactions,
                            fileBytes / 1048576.0,
                            walBytes / 1048576.0,
                            Runtime.getRuntime().maxMemory() >> 20);
        }
    }
}
