package dev.gateway.postgres.journal;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AdoptedAccounts.HeldLease;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.sim.network.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of messages for which a journal does everything in a second: accepted, claimed,
 * answered, and the answer claimed and sent. To be run by hand:
 *
 * <pre>
 * mvn -q -pl gateway-postgres -am test-compile exec:java -Dexec.classpathScope=test \
 *   -Dexec.mainClass=dev.gateway.postgres.journal.JournalThroughput
 * </pre>
 */
public final class JournalThroughput {

    private static final int ACCOUNTS = 20;
    private static final int HANDLERS = 256;

    private final Journal journal;
    private final int messages;
    private final int batch;
    private final CountDownLatch sent;

    private JournalThroughput(Journal journal, int messages, int batch) {
        this.journal = journal;
        this.messages = messages;
        this.batch = batch;
        this.sent = new CountDownLatch(messages);
    }

    /** Runs all measurements, or only those on the database if there is an argument. */
    public static void main(String[] arguments) throws Exception {
        int messages = Integer.getInteger("messages", 20_000);
        List<Duration> roundTrips = List.of(Duration.ZERO, Duration.ofNanos(600_000));
        for (int round = 0; round < Integer.getInteger("rounds", 2); round++) {
            for (int batch : new int[] {1, 10, 100}) {
                if (!Boolean.getBoolean("postgres")) {
                    Path home = Files.createTempDirectory("throughput");
                    print("sqlite", batch, messages, JournalLocation.in(new GatewayHome(home)));
                }
                for (Duration roundTrip : roundTrips) {
                    try (TcpProxy line = TcpProxy.to(port())) {
                        line.delay(roundTrip.dividedBy(2));
                        int port = roundTrip.isZero() ? port() : line.port();
                        Path home = Files.createTempDirectory("throughput");
                        print(
                                "postgres, round trip " + roundTrip.toNanos() / 1e6 + " ms",
                                batch,
                                messages,
                                new JournalLocation(
                                        new GatewayHome(home),
                                        JournalConfig.in(
                                                TestDatabase.config(
                                                        port,
                                                        "run_" + System.nanoTime(),
                                                        System.getProperty("role", "postgres"))),
                                        HostConfig.named("one")));
                    }
                }
            }
        }
        System.exit(0);
    }

    /** Returns the port of the server of the property {@code port}, or of one of its own. */
    private static int port() {
        Integer given = Integer.getInteger("port");
        return given == null ? TestDatabase.server().port() : given;
    }

    private static void print(String what, int batch, int messages, JournalLocation location)
            throws Exception {
        JournalEngine engine =
                location.config().isShared()
                        ? new PlainEngine()
                        : JournalEngine.named(JournalEngine.SQLITE);
        Clock clock = Clock.systemUTC();
        try (Journal journal =
                engine.open(
                        location,
                        JournalSettings.defaults().withHighWater(1_000_000),
                        clock,
                        new EventStream(clock, 1),
                        SessionLiveness.alone(),
                        () -> false)) {
            new JournalThroughput(journal, messages / 4, batch).run("warm");
            double perSecond = new JournalThroughput(journal, messages, batch).run("run");
            System.out.printf("%-32s batches of %3d: %,8.0f messages/s%n", what, batch, perSecond);
        }
    }

    private double run(String round) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<AccountJournal> accounts = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            String name = "bot" + i;
            accounts.add(
                    journal.adopt(
                            new HeldLease(name, 1),
                            AccountBinding.of(name, new AccountId("telegram:" + i))));
        }
        long began = System.nanoTime();
        for (int i = 0; i < ACCOUNTS; i++) {
            int account = i;
            threads.execute(() -> quietly(() -> accept(accounts.get(account), account, round)));
            threads.execute(() -> quietly(() -> send("bot" + account, threads)));
        }
        threads.execute(() -> quietly(() -> dispatch(threads)));
        if (!sent.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(sent.getCount() + " were not sent");
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        threads.shutdownNow();
        threads.awaitTermination(10, TimeUnit.SECONDS);
        return messages / seconds;
    }

    private void accept(AccountJournal account, int number, String round) throws Exception {
        int share = messages / ACCOUNTS;
        for (int i = 0; i < share; i += batch) {
            List<InboundMessage> received = new ArrayList<>();
            for (int k = i; k < Math.min(share, i + batch); k++) {
                received.add(
                        InboundMessageFixtures.message(round + number + "/" + k, "chat" + k % 500));
            }
            account.accept(new InboundBatch(received, Optional.of(Integer.toString(i)), Map.of()));
        }
    }

    private void dispatch(ExecutorService threads) throws Exception {
        var free = new Semaphore(HANDLERS);
        var idle = new AtomicInteger();
        while (sent.getCount() > 0) {
            free.acquire();
            int room = 1 + free.drainPermits();
            List<ClaimedMessage> taken =
                    journal.inbox().platforms().isEmpty()
                            ? List.of()
                            : journal.inbox().claim(journal.inbox().platforms(), room).taken();
            free.release(room - taken.size());
            for (ClaimedMessage claim : taken) {
                threads.execute(
                        () ->
                                quietly(
                                        () -> {
                                            journal.inbox()
                                                    .answered(
                                                            claim,
                                                            List.of(
                                                                    new MessagePart(
                                                                            "re: "
                                                                                    + claim.message()
                                                                                            .text(),
                                                                            List.of())));
                                            free.release();
                                        }));
            }
            if (taken.isEmpty()) {
                idle.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    private void send(String platform, ExecutorService threads) throws Exception {
        var free = new Semaphore(32);
        while (sent.getCount() > 0) {
            if (!journal.outbox().platforms().contains(platform)) {
                TimeUnit.MILLISECONDS.sleep(1);
                continue;
            }
            free.acquire();
            int room = 1 + free.drainPermits();
            List<ClaimedAnswer> taken = journal.outbox().claim(platform, room).taken();
            free.release(room - taken.size());
            for (ClaimedAnswer answer : taken) {
                threads.execute(
                        () ->
                                quietly(
                                        () -> {
                                            journal.outbox()
                                                    .sentAsync(answer, Optional.empty())
                                                    .join();
                                            sent.countDown();
                                            free.release();
                                        }));
            }
            if (taken.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            e.printStackTrace();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}
