package dev.gateway.core.supervisor;

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
class MailboxTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private final BlockingQueue<List<String>> told = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private Mailbox mailbox;

    @AfterEach
    void end() {
        released.countDown();
        mailbox.close();
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(thread -> thread.getName().equals("sd-notify")));
    }

    @Test
    void tellsWhatWasPosted() throws Exception {
        open(told::add);
        mailbox.post(Notice.ready());
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
        mailbox.post(Notice.ready());
        hangs.await();
        for (int i = 0; i < 10_000; i++) {
            mailbox.post(Notice.status("still here " + i));
        }
        mailbox.flush(Duration.ofMillis(50));
        mailbox.close();
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
        mailbox.post(Notice.status("a"));
        first.await();
        mailbox.post(Notice.status("b"));
        mailbox.post(Notice.status("c"));
        mailbox.post(Notice.ready());
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
                        mailbox.post(Notice.status("newer"));
                        throw new IOException("not now");
                    }
                    told.add(assignments);
                });
        mailbox.post(Notice.status("older").and(Notice.ready()));
        assertThat(told.poll(30, SECONDS)).containsExactly("READY=1", "STATUS=newer");
    }

    @Test
    void givesUpWhereNothingCanBeTold() {
        var attempts = new AtomicInteger();
        open(
                assignments -> {
                    attempts.incrementAndGet();
                    throw new Messenger.UndeliverableException("no such program", null);
                });
        mailbox.post(Notice.ready());
        mailbox.flush(Duration.ofSeconds(30));
        mailbox.post(Notice.stopping());
        mailbox.flush(Duration.ofSeconds(30));
        assertThat(attempts).hasValue(1);
    }

    @Test
    void asksForWhatIsToldRegularly() throws Exception {
        mailbox = new Mailbox(told::add, Notice::alive, Duration.ofMillis(20));
        mailbox.start();
        assertThat(told.poll(30, SECONDS)).containsExactly("WATCHDOG=1");
        assertThat(told.poll(30, SECONDS)).containsExactly("WATCHDOG=1");
    }

    @Test
    void tellsNothingAfterItsEnd() {
        open(told::add);
        mailbox.close();
        mailbox.post(Notice.ready());
        mailbox.flush(Duration.ofSeconds(30));
        assertThat(told).isEmpty();
    }

    private void open(Messenger messenger) {
        mailbox = new Mailbox(messenger, () -> Notice.NOTHING, NEVER);
        mailbox.start();
    }
}
