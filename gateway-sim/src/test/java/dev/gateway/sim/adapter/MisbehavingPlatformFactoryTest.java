package dev.gateway.sim.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The misbehaving adapter misbehaves exactly as its options say. */
class MisbehavingPlatformFactoryTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration DAWDLING = Duration.ofMillis(300);

    private static PlatformFactory factory() {
        return ServiceLoader.load(PlatformFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.schema().type().equals("stubborn"))
                .findFirst()
                .orElseThrow();
    }

    private static PlatformConfig config(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.putIfAbsent("inner", "obedient");
        options.put("token", ObedientPlatformFactory.TOKEN);
        return new PlatformConfig(
                "mama", "stubborn", true, Optional.empty(), SOON, SOON, Options.of(options));
    }

    private static PlatformAdapter adapter(Map<String, Object> more) {
        return factory().create(config(more), null);
    }

    /** A disconnect on its own thread, and its result. */
    private static final class Disconnect {
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Thread thread;

        private Disconnect(PlatformAdapter adapter) {
            thread =
                    new Thread(
                            () -> {
                                try {
                                    adapter.disconnect(SOON);
                                } catch (PlatformException | InterruptedException failed) {
                                    failure.set(failed);
                                }
                            });
            thread.setDaemon(true);
            thread.start();
        }

        private void interrupt() {
            await().atMost(SOON).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            thread.interrupt();
        }

        private boolean endsWithin(Duration time) throws InterruptedException {
            thread.join(time.toMillis());
            return !thread.isAlive();
        }
    }

    @Test
    void delegatesEverythingElse() throws Exception {
        PlatformConfig config = config(Map.of());
        PlatformAdapter adapter = factory().create(config, null);

        assertThat(factory().token(config)).isEqualTo(ObedientPlatformFactory.TOKEN);
        assertThat(adapter.split("hello")).containsExactly("hello");
        assertThat(adapter.send(new OutboundMessage("1", "c", "", "hello", List.of())))
                .contains("sent hello");
        adapter.stopIntake();
        adapter.serve();
        adapter.disconnect(SOON);
    }

    @Test
    void delaysADisconnectForTheGivenTime() throws Exception {
        long start = System.nanoTime();
        adapter(Map.of("disconnect", "300ms")).disconnect(SOON);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(DAWDLING);
    }

    @Test
    void endsAtAnInterruptUnlessItSwallowsInterrupts() throws Exception {
        Disconnect polite = new Disconnect(adapter(Map.of("disconnect", "never")));
        polite.interrupt();
        assertThat(polite.endsWithin(SOON)).isTrue();
        assertThat(polite.failure.get()).isInstanceOf(InterruptedException.class);

        Disconnect rude =
                new Disconnect(adapter(Map.of("disconnect", "never", "swallow_interrupts", true)));
        rude.interrupt();
        rude.interrupt();
        assertThat(rude.endsWithin(DAWDLING)).isFalse();
    }

    @Test
    void swallowsInterruptsOnlyUntilItsTimeIsOver() throws Exception {
        Disconnect rude =
                new Disconnect(adapter(Map.of("disconnect", "300ms", "swallow_interrupts", true)));
        rude.interrupt();

        assertThat(rude.endsWithin(SOON)).isTrue();
        assertThat(rude.failure.get()).isNull();
    }

    @Test
    void canKeepServingAfterStopIntake() throws Exception {
        PlatformAdapter adapter = adapter(Map.of("ignore_stop", true));
        Thread serving =
                new Thread(
                        () -> {
                            try {
                                adapter.serve();
                            } catch (PlatformException | InterruptedException ended) {
                                Thread.currentThread().interrupt();
                            }
                        });
        serving.setDaemon(true);
        serving.start();
        adapter.stopIntake();
        serving.join(DAWDLING.toMillis());
        assertThat(serving.isAlive()).isTrue();

        adapter.disconnect(SOON);
        serving.join(SOON.toMillis());
        assertThat(serving.isAlive()).isFalse();
    }

    @Test
    void reportsAnInvalidConfig() {
        assertThatThrownBy(() -> adapter(Map.of("inner", "icq")))
                .hasMessage("mama: no platform of type icq on the class path; correct inner");
        assertThatThrownBy(() -> adapter(Map.of("disconnect", "soon")))
                .hasMessageStartingWith("mama: disconnect is \"soon\"; write never, or");
    }

    @Test
    void canKeepTheWholeProcessAlive() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LeavingAThread.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("main is over");
            assertThat(process.waitFor(DAWDLING.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A process whose {@code main} returns. */
    public static final class LeavingAThread {
        private LeavingAThread() {}

        /** Runs the process. */
        public static void main(String[] args) throws Exception {
            PlatformAdapter adapter = adapter(Map.of("keep_thread", true));
            adapter.stopIntake();
            adapter.serve();
            adapter.disconnect(SOON);
            System.out.println("main is over");
        }
    }
}
