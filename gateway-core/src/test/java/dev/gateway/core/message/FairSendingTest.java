package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.SendLimits;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Platforms that share the threads that send. */
@Timeout(120)
class FairSendingTest {

    private static final int SENDERS = DispatcherSettings.defaults().senders();

    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final Map<String, InMemoryPlatformAdapter> adapters = new ConcurrentHashMap<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, DaemonThreads.single("timer"));
    private final ThreadFactory counted =
            task -> {
                threads.incrementAndGet();
                return DaemonThreads.single("outbox").newThread(task);
            };
    private final OutboxPump pump =
            new OutboxPump(
                    outbox,
                    name -> Optional.<PlatformAdapter>ofNullable(adapters.get(name)),
                    name -> SendLimits.NONE,
                    DispatcherSettings.defaults(),
                    timer,
                    Clock.systemUTC(),
                    new EventStream(Clock.systemUTC(), 1),
                    counted,
                    () -> {});

    @AfterEach
    void close() {
        release.countDown();
        pump.close();
        timer.shutdownNow();
    }

    @Test
    void aRoundClaimsOnceWhateverTheNumberOfPlatforms() throws Exception {
        fleet(1_000);

        pump.pump();

        assertThat(outbox.claims()).isEqualTo(1);
        await().until(() -> sent("bot-") >= SENDERS);
    }

    @Test
    void aThousandPlatformsShareTheThreadsOfTheSenders() throws Exception {
        fleet(1_000);

        int rounds = 0;
        while (sent("bot-") < 1_000) {
            pump.pump();
            rounds++;
        }

        assertThat(threads).hasValueLessThanOrEqualTo(2 * SENDERS);
        assertThat(outbox.claims()).isLessThanOrEqualTo(rounds);
    }

    @Test
    void aPlatformMayUseAllSenders() throws Exception {
        blocking("busy", 2 * SENDERS);

        pump.pump();
        pump.pump();

        await().until(() -> adapters.get("busy").attempts() == SENDERS);
        assertThat(adapters.get("busy").attempts()).isEqualTo(SENDERS);
    }

    @Test
    void aBusyPlatformDelaysNoOther() throws Exception {
        blocking("busy", 2 * SENDERS);
        pump.pump();
        await().until(() -> adapters.get("busy").attempts() == SENDERS);
        fleet(3 * SENDERS);

        while (sent("bot-") < 3 * SENDERS) {
            pump.pump();
        }

        assertThat(adapters.get("busy").sent()).isEmpty();
    }

    @Test
    void manySlowPlatformsDelayNoOther() throws Exception {
        for (int i = 0; i < 2 * SENDERS; i++) {
            blocking("slow-" + i, 1);
        }
        pump.pump();
        pump.pump();
        await().until(() -> attempts("slow-") == 2 * SENDERS);
        fleet(SENDERS);

        await().until(
                        () -> {
                            pump.pump();
                            return sent("bot-") == SENDERS;
                        });

        assertThat(sent("slow-")).isZero();
    }

    @Test
    void aPlatformThatCannotBeUsedDelaysNoOther() throws Exception {
        outbox.add("away");
        fleet(1);

        assertThat(pump.pump()).isEqualTo(DispatcherSettings.ADAPTER_CHECK_INTERVAL);

        await().until(() -> sent("bot-") == 1);
    }

    /** As the last answer of a process that has just ended: a drain has to wait for it. */
    @Test
    void anAnswerThatAnotherProcessHasJustStoredIsStillToBeSent() throws Exception {
        adapters.put("late", new InMemoryPlatformAdapter());
        outbox.addUnseen("late");

        assertThat(pump.nothingToSend()).isFalse();

        pump.pump();
        await().until(() -> sent("late") == 1);
        await().until(pump::nothingToSend);
    }

    private void fleet(int size) {
        for (int i = 0; i < size; i++) {
            adapters.put("bot-" + i, new InMemoryPlatformAdapter());
            outbox.add("bot-" + i);
        }
    }

    private void blocking(String platform, int answers) {
        adapters.put(platform, new InMemoryPlatformAdapter().scripted(message -> release.await()));
        for (int i = 0; i < answers; i++) {
            outbox.add(platform);
        }
    }

    private long attempts(String prefix) {
        return adapters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(entry -> entry.getValue().attempts())
                .sum();
    }

    private long sent(String prefix) {
        return adapters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(entry -> entry.getValue().sent().size())
                .sum();
    }
}
