package dev.gateway.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerStatus;
import dev.gateway.core.platform.PlatformState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cluster in the JSON of a status. */
class ClusterJsonTest {

    @Test
    void clusterAndHoldersAreShownAndRead() {
        var cluster = new ClusterStatus("web-1", 3, Duration.ofMillis(5900), "reachable");
        var holder = new AccountHolder("web-2", 4711);

        StatusSnapshot shown = snapshot(Optional.of(holder), Optional.of(cluster));

        assertThat(shown.toJson().path("cluster").toString())
                .isEqualTo(
                        "{\"host\":\"web-1\",\"hosts\":3,\"lease_left_ms\":5900,"
                                + "\"database\":\"reachable\"}");
        var platform = shown.toJson().path("platforms").path("mama");
        assertThat(platform.path("holder").toString())
                .isEqualTo("{\"host\":\"web-2\",\"pid\":4711}");
        assertThat(platform.path("state").asText()).isEqualTo("elsewhere");
        var read = new RecordedStatus(shown.toJson());
        assertThat(read.cluster()).contains(cluster);
        assertThat(read.platform("mama").orElseThrow().holder()).contains(holder);
    }

    @Test
    void aSingleHostHasNeither() {
        StatusSnapshot shown = snapshot(Optional.empty(), Optional.empty());

        assertThat(shown.toJson().has("cluster")).isFalse();
        assertThat(shown.toJson().path("platforms").path("mama").has("holder")).isFalse();
        var read = new RecordedStatus(shown.toJson());
        assertThat(read.cluster()).isEmpty();
        assertThat(read.platform("mama").orElseThrow().holder()).isEmpty();
    }

    private static StatusSnapshot snapshot(
            Optional<AccountHolder> holder, Optional<ClusterStatus> cluster) {
        var platform =
                new PlatformStatus(
                        "mama",
                        "telegram",
                        PlatformState.ELSEWHERE,
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return new StatusSnapshot(
                GatewayState.RUNNING,
                Optional.empty(),
                Optional.empty(),
                "/home/me",
                Optional.empty(),
                Optional.empty(),
                new StatusSnapshot.InstanceFacts(
                        "free", Optional.empty(), "absent", Optional.empty()),
                List.of(platform.heldBy(holder)),
                HandlerStatus.unknown("echo", Instant.EPOCH),
                MessageCounts.NONE,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                cluster);
    }
}
