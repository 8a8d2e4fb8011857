package dev.gateway.core.systemd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class NotifyQueueTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private final BlockingQueue<List<String>> told = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private NotifyQueue queue;

    @AfterEach
    void end() {
        released.countDown();
        queue.close();
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(thread -> thread.getName().equals("sd-notify")));
    }

    @Test
    void tellsWhatWasPosted() throws Exception {
        open(told::add);
        queue.enqueue(NotifyMessage.ready());
        assertThat(told.poll(30, SECONDS)).containsExactly("READY=1");
    }

    @Test
    void nobodyWaitsForAMessengerThatHangs() throws Exception {
        var hangs = new CountDownLatch(1);
        open(
                assignments -> {
                    hangs.countDown();
                    released.await();
                });
        queue.enqueue(NotifyMessage.ready());
        hangs.await();
        for (int i = 0; i < 10_000; i++) {
            queue.enqueue(NotifyMessage.status("still here " + i));
        }
        queue.flush(Duration.ofMillis(50));
        queue.close();
        assertThat(released.getCount()).isOne();
    }

    @Test
    void whatCameMeanwhileIsToldTogether() throws Exception {
        var first = new CountDownLatch(1);
        open(
                assignments -> {
                    told.add(assignments);
                    first.countDown();
                    released.await();
                });
        queue.enqueue(NotifyMessage.status("a"));
        first.await();
        queue.enqueue(NotifyMessage.status("b"));
        queue.enqueue(NotifyMessage.status("c"));
        queue.enqueue(NotifyMessage.ready());
        released.countDown();
        assertThat(told.poll(30, SECONDS)).containsExactly("STATUS=a");
        assertThat(told.poll(30, SECONDS)).containsExactly("STATUS=c", "READY=1");
    }

    @Test
    void whatFailedIsToldAgainWithWhatIsNewer() throws Exception {
        var attempts = new AtomicInteger();
        open(
                assignments -> {
                    if (attempts.incrementAndGet() == 1) {
                        queue.enqueue(NotifyMessage.status("newer"));
                        throw new IOException("not now");
                    }
                    told.add(assignments);
                });
        queue.enqueue(NotifyMessage.status("older").and(NotifyMessage.ready()));
        assertThat(told.poll(30, SECONDS)).containsExactly("READY=1", "STATUS=newer");
    }

    @Test
    void givesUpWhereNothingCanBeTold() {
        var attempts = new AtomicInteger();
        open(
                assignments -> {
                    attempts.incrementAndGet();
                    throw new NotifyTransport.UndeliverableException("no such program", null);
                });
        queue.enqueue(NotifyMessage.ready());
        queue.flush(Duration.ofSeconds(30));
        queue.enqueue(NotifyMessage.stopping());
        queue.flush(Duration.ofSeconds(30));
        assertThat(attempts).hasValue(1);
    }

    @Test
    void asksForWhatIsToldRegularly() throws Exception {
        queue = new NotifyQueue(told::add, NotifyMessage::alive, Duration.ofMillis(20));
        queue.start();
        assertThat(told.poll(30, SECONDS)).containsExactly("WATCHDOG=1");
        assertThat(told.poll(30, SECONDS)).containsExactly("WATCHDOG=1");
    }

    @Test
    void tellsNothingAfterItsEnd() {
        open(told::add);
        queue.close();
        queue.enqueue(NotifyMessage.ready());
        queue.flush(Duration.ofSeconds(30));
        assertThat(told).isEmpty();
    }

    private void open(NotifyTransport transport) {
        queue = new NotifyQueue(transport, () -> NotifyMessage.NOTHING, NEVER);
        queue.start();
    }
}
