package dev.gateway.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.referee.TokenHandover;
import org.junit.jupiter.api.Test;

/** Hosts pass accounts on when an operator stops, restarts, drains or orders it. */
class HandoverBetweenHostsIT extends ClusterFixture {

    /** Longer than any test: no host gets a share that nobody has given to it. */
    private static final String NEVER_JOINS = ", join_after: 1h";

    /** The lease never runs out here: what a host gets, another one has given to it. */
    @Test
    void aHostThatStopsGivesItsAccountsToTheOtherAndNobodyNotices() throws Exception {
        String journal = journal(database.port(), LONG_LEASE);
        HostUnderTest a = host("a", journal, NEVER_JOINS);
        HostUnderTest b = host("b", journal, NEVER_JOINS);
        RunningProcess first = a.start("running");
        b.start("running");
        chat();

        expectEverybodyTellsWhoHoldsWhat(a, b, first.pid());
        a.run("stop").expectExit(0);
        for (FakePlatform platform : platforms()) {
            b.awaitPolls(platform);
        }
        a.start("running");
        long before = b.pid();
        b.run("restart").expectExit(0);
        for (FakePlatform platform : platforms()) {
            b.awaitPolls(platform);
        }
        assertThat(b.pid()).isNotEqualTo(before);
        a.awaitElsewhere("family");
        b.run("stop").expectExit(0);
        for (FakePlatform platform : platforms()) {
            a.awaitPolls(platform);
        }

        expectFlawlessChats();
        expectOnePollerAtATime();
        for (FakePlatform platform : platforms()) {
            for (TokenHandover handover : platform.referee().handovers()) {
                System.out.printf(
                        "%s: hand-over of %d ms%n", platform.type(), handover.gap().toMillis());
            }
            assertThat(platform.referee().handovers()).hasSize(3);
        }
    }

    private void expectEverybodyTellsWhoHoldsWhat(HostUnderTest a, HostUnderTest b, long pid)
            throws Exception {
        JsonNode status = b.status();
        assertThat(status.at("/platforms/family/state").asText()).isEqualTo("elsewhere");
        assertThat(status.at("/platforms/family/holder/host").asText()).isEqualTo("a");
        assertThat(status.at("/platforms/family/holder/pid").asLong()).isEqualTo(pid);
        assertThat(status.at("/cluster/host").asText()).isEqualTo("b");
        assertThat(status.at("/cluster/hosts").asInt()).isEqualTo(2);
        assertThat(status.at("/cluster/lease_left_ms").asLong()).isPositive();
        assertThat(a.status().at("/platforms/mama/holder/host").asText()).isEqualTo("a");
        JsonNode cluster = b.run("cluster", "--json").expectExit(0).json();
        assertThat(cluster.path("hosts")).hasSize(2);
        assertThat(cluster.path("accounts")).hasSize(2);
        assertThat(b.holder("mama")).isEqualTo("a");
        VirtualUser tim = telegram.user("tim");
        tim.says("it is me").awaitAnswer(TIMEOUT);
        JsonNode sent =
                b.run(
                                "send",
                                "--platform",
                                "family",
                                "--to",
                                tim.conversation(),
                                "--json",
                                "from the other host")
                        .expectExit(0)
                        .json();
        assertThat(sent.path("state").asText()).isEqualTo("sent");
        assertThat(tim.heard()).anyMatch(heard -> heard.text().equals("from the other host"));
        b.run("messages", "list", "--json").expectExit(0);
    }

    @Test
    void anOperatorMovesAnAccountAndDrainsAHost() throws Exception {
        String journal = journal(database.port(), LONG_LEASE);
        HostUnderTest a = host("a", journal, NEVER_JOINS);
        HostUnderTest b = host("b", journal, NEVER_JOINS);
        a.start("running");
        b.start("running");
        chat();

        a.run("cluster", "move", "family", "b").expectExit(0);
        b.awaitPolls(telegram);
        a.awaitPolls(weixin);
        b.home().awaitState("running", TIMEOUT);
        // From the other host.
        b.run("cluster", "drain", "a").expectExit(0);
        b.awaitPolls(weixin);
        a.home().awaitState("standby", TIMEOUT);
        assertThat(b.holder("mama")).isEqualTo("b");
        b.run("stop").expectExit(0);
        // It is drained, and a host that is restarted is so no longer.
        a.run("restart").expectExit(0);
        a.awaitPolls(telegram);
        a.awaitPolls(weixin);
        a.run("cluster").expectExit(0);
        a.run("stop").expectExit(0);
        assertThat(a.run("cluster").exit()).isEqualTo(1);

        a.begin();
        a.awaitPolls(telegram);
        expectAnsweredChats();
        expectOnePollerAtATime();
    }

    @Test
    void aStandbyHasAnAccountUntilAnotherHostIsSteady() throws Exception {
        String journal = journal(database.port(), LONG_LEASE);
        HostUnderTest standby = host("spare", journal, ", weight: 0");
        HostUnderTest a = host("a", journal, ", join_after: 1s");
        standby.start("running");
        chat();

        a.begin();

        a.awaitPolls(telegram);
        a.awaitPolls(weixin);
        await().atMost(TIMEOUT)
                .until(() -> standby.status().path("state").asText().equals("standby"));
        a.run("stop").expectExit(0);
        standby.awaitPolls(telegram);
        standby.awaitPolls(weixin);
        expectFlawlessChats();
        expectOnePollerAtATime();
    }
}
