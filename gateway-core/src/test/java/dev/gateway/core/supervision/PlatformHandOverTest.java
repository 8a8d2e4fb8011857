package dev.gateway.core.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.token.TokenHolderProcess;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLocks;
import dev.gateway.core.yaml.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PlatformHandOverTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir Path folder;
    private final StopRequest stop = new StopRequest();
    private TokenLocks locks;
    private SupervisionFixture fixture;

    @BeforeEach
    void prepare() throws Exception {
        locks = SupervisionFixture.kernelLocks(folder);
        fixture = new SupervisionFixture(folder, locks);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void theSessionEndsAfterTheLastPollAndTheTokenIsFreeAtOnceAndSendsGoOn() throws Exception {
        PlatformSet set = start(SupervisionFixture.LONG, "family");

        set.handOver(stop, SHORT, successor());

        assertThat(fixture.platform.calls())
                .containsExactly(
                        "create family", "serve family", "served family", "endSession family");
        assertThat(types("family"))
                .containsSubsequence(
                        EventType.POLLING, EventType.INTAKE_ENDED, EventType.TOKEN_RELEASED);
        assertThat(locks.holder(key("family"))).isEmpty();
        assertThat(set.adapter("family")).as("its answers still leave").isPresent();
        assertThat(fixture.state(set, "family")).isEqualTo(PlatformState.DISCONNECTED);

        set.disconnect(stop, SHORT);
        set.releaseTokens();

        assertThat(fixture.platform.calls()).endsWith("endSession family", "disconnect family");
        assertThat(fixture.events(EventType.TOKEN_RELEASED, "family")).hasSize(1);
        assertThat(set.noneAbandoned()).isTrue();
    }

    @Test
    void theTokenStaysWithTheProcessAsLongAsItsLastPoll() throws Exception {
        fixture.platform.pollsLong("family");
        PlatformSet set = start(SupervisionFixture.LONG, "family");

        CompletableFuture<Void> done =
                CompletableFuture.runAsync(
                        () -> set.handOver(stop, SupervisionFixture.LONG, successor()));
        await().atMost(SupervisionFixture.LONG)
                .until(() -> fixture.platform.calls().contains("last poll family"));

        await().atMost(SupervisionFixture.LONG)
                .during(Duration.ofMillis(500))
                .until(() -> locks.holder(key("family")).isPresent());
        fixture.platform.endLastPoll();
        done.get(60, TimeUnit.SECONDS);
        assertThat(locks.holder(key("family"))).isEmpty();
        set.disconnect(stop, SHORT);
    }

    @Test
    void noPlatformWaitsForOneThatIsSlowToLetGo() throws Exception {
        String[] names = IntStream.range(0, 40).mapToObj(i -> "p" + i).toArray(String[]::new);
        for (int i = 0; i < 20; i++) {
            fixture.platform.slow(names[i]);
        }
        PlatformSet set = start(SupervisionFixture.LONG, names);

        CompletableFuture<Void> done =
                CompletableFuture.runAsync(() -> set.handOver(stop, SHORT, successor()));

        await().atMost(SupervisionFixture.LONG)
                .until(() -> fixture.events.of(EventType.TOKEN_RELEASED).size() == 20);
        assertThat(done).isNotDone();
        fixture.platform.letGo();
        done.get(60, TimeUnit.SECONDS);
        assertThat(fixture.events.of(EventType.TOKEN_RELEASED)).hasSize(40);
        set.disconnect(stop, SHORT);
    }

    @Test
    void platformsThatDoNotLetGoAreAbandonedAndKeepTheirToken() throws Exception {
        fixture.platform.slow("mama");
        var set =
                new PlatformSet(
                        List.of(
                                fixture.supervisor(SupervisionFixture.LONG, "family"),
                                fixture.supervisor(SHORT, "mama")),
                        fixture.events.stream());
        set.start();
        fixture.awaitConnected(set);

        set.handOver(stop, SHORT, successor());
        set.disconnect(stop, SHORT);
        set.releaseTokens();

        assertThat(fixture.events(EventType.PLATFORM_ABANDONED, "mama")).hasSize(1);
        assertThat(fixture.state(set, "mama")).isEqualTo(PlatformState.ABANDONED);
        assertThat(locks.holder(key("mama"))).isPresent();
        assertThat(locks.holder(key("family"))).isEmpty();
        assertThat(set.noneAbandoned()).isFalse();
        assertThat(fixture.platform.calls()).doesNotContain("disconnect mama");
    }

    @Test
    void aFurtherStopRequestShortensTheWait() throws Exception {
        fixture.platform.slow("mama");
        PlatformSet set = start(SupervisionFixture.LONG, "mama");
        stop.request("first");
        stop.request("second");

        set.handOver(stop, Duration.ZERO, successor());

        assertThat(fixture.events(EventType.PLATFORM_ABANDONED, "mama")).hasSize(1);
    }

    @Test
    void aStopPassesATokenOnThatAnotherHomeWaitsForAndKeepsTheAdapterForItsAnswers()
            throws Exception {
        PlatformSet set = start(SupervisionFixture.LONG, "family", "mama");
        set.freeze();
        set.stopIntake();
        try (ChildProcess other = waiter("family")) {

            assertThat(other.readLine()).startsWith("has ");

            assertThat(set.adapter("family")).isPresent();
            assertThat(fixture.platform.calls())
                    .contains("endSession family")
                    .doesNotContain("endSession mama", "disconnect family");
            set.disconnect(stop, SHORT);
            set.releaseTokens();
            assertThat(fixture.platform.calls()).contains("disconnect family", "disconnect mama");
        }
    }

    @Test
    void anAdapterThatSendsNothingAfterItsSessionKeepsAnAwaitedTokenUntilTheDisconnect()
            throws Exception {
        fixture.platform.sendsNothingAfterItsSession("family");
        PlatformSet set = start(SupervisionFixture.LONG, "family", "mama");
        set.freeze();
        set.stopIntake();
        try (ChildProcess other = waiter("family");
                ChildProcess another = waiter("mama")) {
            await().atMost(SupervisionFixture.LONG)
                    .until(() -> locks.awaited(List.of(key("family"))).size() == 1);
            assertThat(another.readLine()).startsWith("has ");
            set.disconnect(stop, SHORT);
            assertThat(fixture.platform.calls())
                    .doesNotContain("endSession family")
                    .contains("endSession mama", "disconnect family");
            set.releaseTokens();
            assertThat(other.readLine()).startsWith("has ");
        }
    }

    @Test
    void aReplacedPlatformPollsAsSoonAsTheOldOneHasLetGoWhileItsAnswersAreBeingSent()
            throws Exception {
        PlatformSet set = start(SupervisionFixture.LONG, "family");
        PlatformSupervisor fresh = fixture.supervisor(SupervisionFixture.LONG, "family");
        var sent = new CompletableFuture<Boolean>();

        CompletableFuture<Void> done =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                set.replace(
                                        List.of("family"),
                                        List.of(fresh),
                                        (name, adapter, within) -> sent.join(),
                                        () -> {});
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });

        fixture.awaitConnected(set);
        await().atMost(SupervisionFixture.LONG)
                .until(() -> fixture.events(EventType.POLLING, "family").size() == 2);
        assertThat(fixture.platform.calls())
                .containsExactly(
                        "create family",
                        "serve family",
                        "served family",
                        "endSession family",
                        "create family",
                        "serve family");
        sent.complete(true);
        done.get(60, TimeUnit.SECONDS);
        assertThat(fixture.platform.calls()).endsWith("disconnect family");
        set.freeze();
        set.stopIntake();
        set.disconnect(stop, SHORT);
    }

    private ChildProcess waiter(String name) throws Exception {
        return ChildProcess.java(
                TokenHolderProcess.class,
                folder.resolve("tokens").toString(),
                HandedOnPlatform.TYPE,
                key(name).hash(),
                "60000");
    }

    private PlatformSet start(Duration disconnectTimeout, String... names) throws Exception {
        PlatformSet set = fixture.start(disconnectTimeout, names);
        fixture.awaitConnected(set);
        return set;
    }

    private List<EventType> types(String name) {
        return fixture.events.all().stream()
                .filter(event -> name.equals(event.fields().get("platform")))
                .map(LifecycleEvent::type)
                .toList();
    }

    private static TokenKey key(String name) {
        return TokenKey.of(HandedOnPlatform.TYPE, Secret.of("token-of-" + name));
    }

    /** Returns a successor that polls nothing. */
    private SuccessorPolls successor() {
        return new SuccessorPolls(folder.resolve("events.jsonl"), 1);
    }
}
