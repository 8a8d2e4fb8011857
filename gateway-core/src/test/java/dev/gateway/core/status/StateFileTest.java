package dev.gateway.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.instance.ServiceManagerInfo;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerStatus;
import dev.gateway.core.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {

    @TempDir Path folder;

    @Test
    void onlyWhatChangedIsWritten() throws Exception {
        Path file = folder.resolve("state.json");
        var state = new StateFile(file, Clock.systemUTC());
        state.write(snapshot(GatewayState.STARTING));
        Object first = Files.readAttributes(file, "fileKey").get("fileKey");
        state.write(snapshot(GatewayState.STARTING));
        assertThat(Files.readAttributes(file, "fileKey").get("fileKey")).isEqualTo(first);
        state.write(snapshot(GatewayState.RUNNING));
        assertThat(Files.readString(file)).contains("\"state\":\"running\"");
    }

    @Test
    void aFileThatCannotBeWrittenIsTriedAgain() throws Exception {
        Path file = folder.resolve("gone/state.json");
        var state = new StateFile(file, Clock.systemUTC());
        state.write(snapshot(GatewayState.RUNNING));
        Files.createDirectory(file.getParent());
        state.write(snapshot(GatewayState.RUNNING));
        assertThat(Files.readString(file)).contains("running");
    }

    /** Nothing changes: the next check of the state writes it again. */
    @ParameterizedTest
    @ValueSource(strings = {"deleted", "empty", "edited", "replaced"})
    void aFileThatAnotherProgramHarmedIsWrittenAgain(String how) throws Exception {
        Path file = folder.resolve("state.json");
        var state = new StateFile(file, Clock.systemUTC());
        state.write(snapshot(GatewayState.RUNNING));
        switch (how) {
            case "deleted" -> Files.delete(file);
            case "empty" -> Files.write(file, new byte[0]);
            case "edited" -> Files.writeString(file, "{\"state\":\"stopped\"}");
            default ->
                    Files.move(
                            Files.writeString(folder.resolve("other"), "old"),
                            file,
                            StandardCopyOption.REPLACE_EXISTING);
        }

        state.write(snapshot(GatewayState.RUNNING));

        assertThat(Files.readString(file)).contains("\"state\":\"running\"");
    }

    @Test
    void theSupervisorIsShown() {
        assertThat(snapshot(GatewayState.RUNNING).toJson().path("supervisor").path("unit").asText())
                .isEqualTo("gateway.service");
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "FAILED"})
    void theEndOfALifeIsFinal(GatewayState end) {
        for (GatewayState next : GatewayState.values()) {
            assertThat(end.mayTransitionTo(next)).isFalse();
        }
    }

    @Test
    void aStopNeverGoesBackToServing() {
        for (GatewayState stopping : List.of(GatewayState.DRAINING, GatewayState.STOPPING)) {
            assertThat(stopping.mayTransitionTo(GatewayState.RUNNING)).isFalse();
            assertThat(stopping.mayTransitionTo(GatewayState.DEGRADED)).isFalse();
            assertThat(stopping.mayTransitionTo(GatewayState.STOPPED)).isTrue();
        }
    }

    private static StatusSnapshot snapshot(GatewayState state) {
        return new StatusSnapshot(
                state,
                Optional.empty(),
                Optional.of(
                        new ProcessIdentity(
                                4711, OptionalLong.of(100), Optional.empty(), Optional.empty())),
                "/home/me",
                Optional.of(Instant.EPOCH),
                Optional.of("1"),
                new StatusSnapshot.InstanceFacts(
                        "held", Optional.of(4711L), "live", Optional.empty()),
                List.of(),
                HandlerStatus.unknown("echo", Instant.EPOCH),
                MessageCounts.NONE,
                Optional.empty(),
                List.of(),
                Optional.of(new ServiceManagerInfo("systemd", "gateway.service")));
    }
}
