package dev.gateway.sim.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.event.EventType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservedHomeTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ProcessScope scope = ProcessScope.open();
    @TempDir private Path folder;
    private ObservedHome home;

    @BeforeEach
    void create() {
        home = ObservedHome.create(folder);
    }

    @AfterEach
    void end() {
        scope.close();
    }

    @Test
    void anEmptyHomeTellsNothing() {
        assertThat(home.pidRecord()).isEmpty();
        assertThat(home.state()).isEmpty();
        assertThat(home.events()).isEmpty();
        assertThat(home.log()).isEmpty();
        assertThat(home.lockHolder()).isEmpty();
        assertThat(home.lockWaiters()).isEmpty();
    }

    @Test
    void theKernelTellsWhoHoldsItAndWhoWaits() throws Exception {
        Files.createFile(home.lockFile());
        RunningProcess holder = scope.start(ForkedJvm.jvm("lock", home.lockFile().toString()));
        holder.awaitLine("locked true", LIMIT);
        assertThat(home.lockHolder()).hasValue(holder.pid());

        RunningProcess waiter = scope.start(ForkedJvm.jvm("lock", home.lockFile().toString()));
        Await.until(() -> !home.lockWaiters().isEmpty(), LIMIT, () -> "nobody waits");
        assertThat(home.lockWaiters()).containsExactly(waiter.pid());
        assertThat(home.lockHolder()).hasValue(holder.pid());

        holder.kill(Signal.KILL);
        waiter.awaitLine("locked true", LIMIT);
        assertThat(home.lockHolder()).hasValue(waiter.pid());
        assertThat(home.lockWaiters()).isEmpty();
    }

    @Test
    void whatAnotherProcessThanTheHolderSaysOfItsStateDoesNotCount() throws Exception {
        Files.createFile(home.lockFile());
        RunningProcess holder = scope.start(ForkedJvm.jvm("lock", home.lockFile().toString()));
        holder.awaitLine("locked true", LIMIT);
        Files.writeString(home.path().resolve("state.json"), state(1));
        assertThatThrownBy(() -> home.awaitState("running", Duration.ofMillis(50)))
                .isInstanceOf(ExpectationFailedException.class)
                .hasMessageContaining(Long.toString(holder.pid()));

        Files.writeString(home.path().resolve("state.json"), state(holder.pid()));
        assertThat(home.awaitState("running", LIMIT).path("pid").asLong()).isEqualTo(holder.pid());
    }

    @Test
    void aTornLastEventIsLeftOut() throws Exception {
        Files.writeString(
                home.path().resolve("events.jsonl"),
                "{\"event\":\"ready\"}\n{\"event\":\"stopped\"}\n{\"event\":\"rea");
        assertThat(home.events()).hasSize(2);
        assertThat(home.events(EventType.READY)).hasSize(1);
    }

    @Test
    void homesBesideEachOtherShareTheirTokenLocks() {
        assertThat(ObservedHome.create(folder).tokenLocks()).isEqualTo(home.tokenLocks());
        assertThat(ObservedHome.create(folder).path()).isNotEqualTo(home.path());
    }

    @Test
    void aConfigIsPutTogetherFromParts() throws Exception {
        home.write(
                HomeConfig.echo()
                        .with("drain_timeout", Duration.ofMillis(1500))
                        .withHealth(0)
                        .withPlatform("  mama: {type: weixin, token: \"t\"}\n"));
        assertThat(home.configFile())
                .hasContent(
                        """
                        gateway:
                          drain_timeout: 1500ms
                          health: {listen: "127.0.0.1:0"}
                        handler: {type: echo}
                        platforms:
                          mama: {type: weixin, token: "t"}
                        """);
    }

    private static String state(long pid) {
        return "{\"state\": \"running\", \"pid\": %d}".formatted(pid);
    }
}
