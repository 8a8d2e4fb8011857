package dev.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lookups by a system that does not answer until it is allowed to. */
class HostResolverTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch allowed = new CountDownLatch(1);
    private final AtomicInteger lookups = new AtomicInteger();
    private final HostResolver resolver = new HostResolver("probe-lookup", this::answer);

    @AfterEach
    void release() {
        allowed.countDown();
    }

    @Test
    void manyCallsToOneHostAreOneLookup() throws Exception {
        List<FutureTask<List<InetAddress>>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            calls.add(call("agent.example", new HttpCall()));
        }
        await().atMost(LONG).until(() -> lookups.get() == 1 && waiting() == 40);

        allowed.countDown();

        for (FutureTask<List<InetAddress>> call : calls) {
            assertThat(call.get(LONG.toSeconds(), TimeUnit.SECONDS))
                    .containsExactly(InetAddress.getLoopbackAddress());
        }
        assertThat(lookups).hasValue(1);
        assertThat(resolver.resolve("agent.example", Deadline.after(LONG), new HttpCall()))
                .hasSize(1);
        assertThat(lookups).hasValue(2);
    }

    @Test
    void theEndOfOneCallEndsNoLookupThatAnotherWaitsFor() throws Exception {
        var first = new HttpCall();
        FutureTask<List<InetAddress>> cancelled = call("agent.example", first);
        FutureTask<List<InetAddress>> other = call("agent.example", new HttpCall());
        await().atMost(LONG).until(() -> waiting() == 2);

        first.cancel();

        assertThatThrownBy(() -> cancelled.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
        assertThat(other).isNotDone();
        allowed.countDown();
        assertThat(other.get(LONG.toSeconds(), TimeUnit.SECONDS)).hasSize(1);
    }

    @Test
    void tooManyLookupsThatHangAreRefused() throws Exception {
        for (int i = 0; i < 16; i++) {
            call("agent" + i + ".example", new HttpCall());
        }
        await().atMost(LONG).until(() -> lookups.get() == 16);

        assertThatThrownBy(
                        () ->
                                resolver.resolve(
                                        "other.example", Deadline.after(LONG), new HttpCall()))
                .isInstanceOf(IOException.class)
                .hasMessage("too many lookups of host names without answer");
    }

    private FutureTask<List<InetAddress>> call(String host, HttpCall call) {
        var task = new FutureTask<>(() -> resolver.resolve(host, Deadline.after(LONG), call));
        var thread = new Thread(task, "probe-caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static long waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("probe-caller"))
                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                .count();
    }

    private InetAddress[] answer(String host) throws IOException {
        lookups.incrementAndGet();
        try {
            if (!allowed.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("no one allowed the answer");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }
}
