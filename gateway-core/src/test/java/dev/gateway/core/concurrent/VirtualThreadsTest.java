package dev.gateway.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {

    private static final boolean SUPPORTED = Runtime.version().feature() >= 21;

    @Test
    void theThreadsAreVirtualWhereTheRuntimeHasThem() throws Exception {
        assertThat(VirtualThreads.areUsed()).isEqualTo(SUPPORTED);
        assertThat(isVirtual(VirtualThreads.named("outbox"))).isEqualTo(SUPPORTED);
        assertThat(isVirtual(VirtualThreads.single("poll-family"))).isEqualTo(SUPPORTED);
    }

    @Test
    void theThreadsArePlatformThreadsWhereVirtualOnesAreTurnedOff() throws Exception {
        assertThat(isVirtual(VirtualThreads.named("outbox", false))).isFalse();
        assertThat(isVirtual(VirtualThreads.single("poll-family", false))).isFalse();
    }

    @Test
    void theThreadsHaveTheSameNamesEverywhereAndDoNotKeepTheProcessAlive() {
        ThreadFactory outbox = VirtualThreads.named("outbox");
        assertThat(outbox.newThread(() -> {}).getName()).isEqualTo("outbox-1");
        assertThat(outbox.newThread(() -> {}).getName()).isEqualTo("outbox-2");
        ThreadFactory poll = VirtualThreads.single("poll-family");
        assertThat(poll.newThread(() -> {}).getName()).isEqualTo("poll-family");
        assertThat(poll.newThread(() -> {})).matches(Thread::isDaemon);
    }

    @Test
    void aThreadOfTheFactoryRunsItsTaskAndCanBeInterrupted() throws Exception {
        Thread[] ran = new Thread[1];
        Thread thread = VirtualThreads.single("waits").newThread(() -> ran[0] = waitForever());
        thread.start();
        thread.interrupt();
        thread.join();
        assertThat(ran[0]).isSameAs(thread);
    }

    private static Thread waitForever() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            return Thread.currentThread();
        }
        return null;
    }

    private static boolean isVirtual(ThreadFactory threads) throws Exception {
        Thread thread = threads.newThread(() -> {});
        return SUPPORTED && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }
}
