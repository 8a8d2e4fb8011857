package dev.gateway.core.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Uses WINCH and CONT, which do nothing to a process without a handler. */
class SignalHandlersTest {

    private final BlockingQueue<String> outer = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> inner = new LinkedBlockingQueue<>();

    @Test
    void tellsWhichSignalCame() throws Exception {
        try (var trap = SignalHandlers.install(outer::add, "WINCH", "CONT")) {
            signalMyself("WINCH");
            assertThat(outer.poll(10, SECONDS)).isEqualTo("WINCH");
            signalMyself("CONT");
            assertThat(outer.poll(10, SECONDS)).isEqualTo("CONT");
        }
    }

    @Test
    void closeRestoresTheFormerHandler() throws Exception {
        try (var first = SignalHandlers.install(outer::add, "WINCH")) {
            try (var second = SignalHandlers.install(inner::add, "WINCH")) {
                signalMyself("WINCH");
                assertThat(inner.poll(10, SECONDS)).isEqualTo("WINCH");
            }
            signalMyself("WINCH");
            assertThat(outer.poll(10, SECONDS)).isEqualTo("WINCH");
            assertThat(outer).isEmpty();
            assertThat(inner).isEmpty();
        }
    }

    @Test
    void closeLeavesALaterTrapAlone() throws Exception {
        var first = SignalHandlers.install(outer::add, "WINCH");
        try (var second = SignalHandlers.install(inner::add, "WINCH")) {
            first.close();
            signalMyself("WINCH");
            assertThat(inner.poll(10, SECONDS)).isEqualTo("WINCH");
            assertThat(outer).isEmpty();
        }
    }

    @Test
    void aListenerThatBlocksDoesNotKeepTheNextSignalAway() throws Exception {
        var release = new CountDownLatch(1);
        try (var trap =
                SignalHandlers.install(
                        name -> {
                            outer.add(name);
                            awaitQuietly(release);
                        },
                        "WINCH")) {
            signalMyself("WINCH");
            assertThat(outer.poll(10, SECONDS)).isEqualTo("WINCH");
            signalMyself("WINCH");
            assertThat(outer.poll(10, SECONDS)).isEqualTo("WINCH");
        } finally {
            release.countDown();
        }
    }

    @Test
    void refusesASignalOfTheJvmAndPutsTheOthersBack() throws Exception {
        try (var first = SignalHandlers.install(outer::add, "WINCH")) {
            assertThatThrownBy(() -> SignalHandlers.install(inner::add, "WINCH", "QUIT"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("QUIT");
            signalMyself("WINCH");
            assertThat(outer.poll(10, SECONDS)).isEqualTo("WINCH");
            assertThat(inner).isEmpty();
        }
    }

    private static void signalMyself(String name) throws IOException, InterruptedException {
        var kill = "kill -" + name + " " + ProcessHandle.current().pid();
        assertThat(new ProcessBuilder("sh", "-c", kill).start().waitFor()).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
