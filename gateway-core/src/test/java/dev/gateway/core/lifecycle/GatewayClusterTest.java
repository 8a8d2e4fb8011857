package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.cluster.MemoryCluster;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.control.ConflictPolicy;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.GatewayState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several gateways that share one journal, each with its own home, here in one JVM. */
@Timeout(180)
class GatewayClusterTest {

    private static final List<String> TYPES = List.of("telegram", "weixin", "feishu");
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration LATER = Duration.ofMinutes(60);

    @TempDir Path folder;
    private final AtomicLong passed = new AtomicLong();
    private final MemoryCluster cluster =
            new MemoryCluster(LEASE, () -> System.nanoTime() + passed.get());
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
    private final List<GatewayFixture> started = new ArrayList<>();
    private final Map<GatewayFixture, Map<String, ScriptedPlatform>> platforms = new HashMap<>();

    @BeforeEach
    void beat() {
        ClusterJournalEngine.use(folder.toString(), cluster);
        beats.scheduleWithFixedDelay(cluster::beat, 0, 50, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void end() {
        started.forEach(GatewayFixture::close);
        beats.shutdownNow();
    }

    private GatewayFixture host(String home, String name, int weight, Duration joinAfter) {
        var gateway =
                new GatewayFixture(folder.resolve(home))
                        .host(new HostConfig(name, weight, joinAfter));
        Map<String, ScriptedPlatform> own = new HashMap<>();
        for (String type : TYPES) {
            var platform = new ScriptedPlatform(type).sendsAfterSession();
            own.put(type, platform);
            gateway.with(platform, Duration.ofSeconds(30), LATER); // It says something but once.
        }
        platforms.put(gateway, own);
        return gateway;
    }

    private GatewayFixture host(String name) {
        return host(name, name, 1, LATER);
    }

    private GatewayFixture start(GatewayFixture gateway, GatewayState state) {
        started.add(gateway);
        return gateway.start().until(state);
    }

    private static AccountId account(String type) {
        return AccountId.named(type, type);
    }

    /** Waits until a host polls these accounts, and no other one holds them. */
    private void awaitPolled(GatewayFixture gateway, String name, String... types) {
        for (String type : types) {
            await().untilAsserted(
                            () -> {
                                assertThat(cluster.holder(account(type))).contains(name);
                                assertThat(gateway.platformState(type)).isEqualTo("connected");
                            });
        }
    }

    private static JsonNode platform(GatewayFixture gateway, String type) throws IOException {
        return gateway.state().path("platforms").path(type);
    }

    private static String holder(GatewayFixture gateway, String type) throws IOException {
        return platform(gateway, type).path("holder").path("host").asText();
    }

    private static String[] all() {
        return TYPES.toArray(String[]::new);
    }

    @Test
    void theFirstHostPollsAllAndTheSecondOneShowsWhoDoes() throws Exception {
        GatewayFixture first = start(host("web-1"), GatewayState.RUNNING);
        awaitPolled(first, "web-1", all());

        GatewayFixture second = start(host("web-2"), GatewayState.RUNNING);

        assertThat(platforms.get(second).values()).allMatch(each -> each.serves() == 0);
        await().untilAsserted(
                        () -> {
                            JsonNode shown = second.state();
                            assertThat(shown.path("cluster").path("host").asText())
                                    .isEqualTo("web-2");
                            assertThat(shown.path("cluster").path("hosts").asInt()).isEqualTo(2);
                            assertThat(shown.path("cluster").path("database").asText())
                                    .isEqualTo("reachable");
                            assertThat(shown.path("cluster").path("lease_left_ms").asLong())
                                    .isPositive();
                        });
        for (String type : TYPES) {
            await().untilAsserted(
                            () -> {
                                assertThat(platform(second, type).path("state").asText())
                                        .isEqualTo("elsewhere");
                                assertThat(holder(second, type)).isEqualTo("web-1");
                                assertThat(holder(first, type)).isEqualTo("web-1");
                            });
        }
    }

    @Test
    void aStopHandsEachAccountOnAfterItsLastPoll() throws Exception {
        GatewayFixture first = start(host("web-1"), GatewayState.RUNNING);
        awaitPolled(first, "web-1", all());
        GatewayFixture second = start(host("web-2"), GatewayState.RUNNING);

        assertThat(first.stopAndWait()).isEqualTo(ExitCode.OK);

        awaitPolled(second, "web-2", all());
        for (String type : TYPES) {
            assertThat(platforms.get(first).get(type).calls()).contains("served");
            assertThat(platforms.get(second).get(type).serves()).isEqualTo(1);
        }
        second.untilNow(GatewayState.RUNNING);
    }

    @Test
    void aStandbyTakesWhatNoOtherCanHaveAndGivesItBack() throws Exception {
        GatewayFixture first = start(host("a", "web-1", 1, Duration.ZERO), GatewayState.RUNNING);
        awaitPolled(first, "web-1", all());
        GatewayFixture standby = start(host("b", "web-2", 0, Duration.ZERO), GatewayState.STANDBY);
        assertThat(standby.state().path("state").asText()).isEqualTo("standby");

        first.stopAndWait();
        awaitPolled(standby, "web-2", all());
        standby.untilNow(GatewayState.RUNNING);

        GatewayFixture again = start(host("c", "web-3", 1, Duration.ZERO), GatewayState.RUNNING);
        awaitPolled(again, "web-3", all());
        standby.untilNow(GatewayState.STANDBY);
    }

    @Test
    void aHostThatIsCutOffStopsAndItsAccountsArePolledElsewhere() throws Exception {
        GatewayFixture first = start(host("web-1"), GatewayState.RUNNING);
        awaitPolled(first, "web-1", all());
        GatewayFixture second = start(host("web-2"), GatewayState.RUNNING);

        first.member().connect(false);
        first.untilNow(GatewayState.DEGRADED);
        assertThat(first.state().path("error").asText()).startsWith("journal unreachable since");
        assertThat(platform(first, "telegram").path("state").asText()).isEqualTo("connected");

        cluster.beat(); // The other one's last beat is fresh.
        passed.addAndGet(LEASE.multipliedBy(4).dividedBy(5).toNanos());
        cluster.beat();
        await().until(() -> first.platformState("telegram").equals("retrying"));
        assertThat(cluster.holder(account("telegram"))).contains("web-1");
        passed.addAndGet(LEASE.dividedBy(3).toNanos());

        awaitPolled(second, "web-2", all());
        first.member().connect(true);
        first.untilNow(GatewayState.RUNNING);
        await().untilAsserted(
                        () -> {
                            for (String type : TYPES) {
                                assertThat(platform(first, type).path("state").asText())
                                        .isEqualTo("elsewhere");
                            }
                        });
    }

    @Test
    void afterAnOutageOfTheDatabaseEachHostPollsWhatItPolledBefore() throws Exception {
        GatewayFixture first = start(host("web-1"), GatewayState.RUNNING);
        awaitPolled(first, "web-1", all());

        first.member().connect(false);
        passed.addAndGet(LEASE.multipliedBy(4).dividedBy(5).toNanos());
        await().until(() -> first.platformState("telegram").equals("retrying"));
        await().until(
                        () ->
                                platform(first, "telegram")
                                        .path("error")
                                        .asText()
                                        .contains("journal unreachable since"));
        assertThat(first.has(EventType.STATE_CHANGED)).isTrue();

        first.member().connect(true);
        awaitPolled(first, "web-1", all());
        first.untilNow(GatewayState.RUNNING);
        assertThat(platforms.get(first).get("telegram").serves()).isEqualTo(2);
    }

    @Test
    void aDrainedHostIsAStandbyUntilItIsTheOnlyOne() throws Exception {
        GatewayFixture first = start(host("web-1"), GatewayState.RUNNING);
        awaitPolled(first, "web-1", all());
        GatewayFixture second = start(host("web-2"), GatewayState.RUNNING);

        first.member().drain(true);

        awaitPolled(second, "web-2", all());
        first.untilNow(GatewayState.STANDBY);
        second.stopAndWait();
        awaitPolled(first, "web-1", all());
        first.untilNow(GatewayState.RUNNING);
    }

    @Test
    void anOrderMovesOneAccount() throws Exception {
        GatewayFixture first = start(host("web-1"), GatewayState.RUNNING);
        awaitPolled(first, "web-1", all());
        GatewayFixture second = start(host("web-2"), GatewayState.RUNNING);

        cluster.move(account("weixin"), "web-2");

        awaitPolled(second, "web-2", "weixin");
        assertThat(cluster.holder(account("telegram"))).contains("web-1");
        assertThat(cluster.holder(account("feishu"))).contains("web-1");
        assertThat(platforms.get(first).get("weixin").calls()).contains("served");
        await().until(() -> platform(first, "weixin").path("state").asText().equals("elsewhere"));
    }

    @Test
    void aRestartPassesAllToTheSuccessorOfTheHomeAlone() throws Exception {
        GatewayFixture old = start(host("web-1"), GatewayState.RUNNING);
        awaitPolled(old, "web-1", all());
        GatewayFixture other = start(host("web-2"), GatewayState.RUNNING);
        GatewayFixture successor = host("web-1").onConflict(ConflictPolicy.WAIT);
        started.add(successor);
        successor.start().until(EventType.STANDBY);

        old.stop().request("restart");

        assertThat(old.awaitEnd()).isEqualTo(ExitCode.OK);
        awaitPolled(successor, "web-1", all());
        assertThat(platforms.get(other).values()).allMatch(each -> each.serves() == 0);
        assertThat(platforms.get(successor).values()).allMatch(each -> each.serves() == 1);
    }

    @Test
    void aReloadKeepsWhatChangedAndGivesAwayWhatIsGone() throws Exception {
        GatewayFixture first = start(host("web-1").without("feishu"), GatewayState.RUNNING);
        awaitPolled(first, "web-1", "telegram", "weixin");
        GatewayFixture second = start(host("web-2"), GatewayState.RUNNING);
        awaitPolled(second, "web-2", "feishu");

        first.without("weixin")
                .with(
                        platforms.get(first).get("telegram"),
                        Duration.ofSeconds(7),
                        GatewayFixture.LONG);
        assertThat(first.reloaded().type()).isEqualTo(EventType.RELOADED);

        awaitPolled(second, "web-2", "weixin", "feishu");
        await().until(() -> platforms.get(first).get("telegram").serves() == 2);
        assertThat(cluster.holder(account("telegram"))).contains("web-1");

        second.without("feishu");
        first.with(platforms.get(first).get("feishu"));
        first.reloaded();
        second.reloaded();
        awaitPolled(first, "web-1", "feishu");
    }

    @Test
    void aHostThatIsSteadyGetsItsShare() throws Exception {
        GatewayFixture first = start(host("web-1"), GatewayState.RUNNING);
        awaitPolled(first, "web-1", all());
        GatewayFixture second =
                start(host("b", "web-2", 1_000, Duration.ofMinutes(5)), GatewayState.RUNNING);
        assertThat(Stream.of(all()).map(each -> cluster.holder(account(each)).orElseThrow()))
                .containsOnly("web-1");

        for (int minutes = 0; minutes < 5; minutes++) {
            passed.addAndGet(Duration.ofMinutes(1).toNanos());
            cluster.beat();
        }

        awaitPolled(second, "web-2", all());
    }

    @Test
    void anAccountGoesToTheHostThatItsConfigPrefers() throws Exception {
        GatewayFixture first = start(host("web-1").prefer("weixin", "web-2"), GatewayState.RUNNING);
        awaitPolled(first, "web-1", all());
        GatewayFixture second =
                start(
                        host("b", "web-2", 0, Duration.ZERO).prefer("weixin", "web-2"),
                        GatewayState.STANDBY);

        awaitPolled(second, "web-2", "weixin");
        assertThat(cluster.holder(account("telegram"))).contains("web-1");
    }
}
