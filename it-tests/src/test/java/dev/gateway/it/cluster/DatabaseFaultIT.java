package dev.gateway.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The database stops, crashes, or cannot be reached. */
class DatabaseFaultIT extends ClusterFixture {

    @Test
    void pollingStopsWhileTheDatabaseIsAwayAndGoesOnWhenItAnswers() throws Exception {
        HostUnderTest a = host("a", LEASE);
        HostUnderTest b = host("b", LEASE);
        a.start("running");
        b.start("running");
        chat();

        database.kill();
        database.start();
        telegram.user("mia").says("after the crash").awaitAnswer(TIMEOUT);
        a.awaitPolls(telegram);

        database.stop();
        a.home().awaitState("degraded", TIMEOUT);
        await().atMost(TIMEOUT)
                .until(
                        () ->
                                a.status()
                                        .at("/platforms/family/error")
                                        .asText()
                                        .startsWith("journal unreachable since"));
        await().atMost(TIMEOUT).until(() -> platforms().stream().noneMatch(this::isPolled));
        assertThat(a.status().at("/cluster/database").asText()).isNotEqualTo("reachable");
        SentMessage meanwhile = telegram.user("mia").says("is it away?");
        database.start();

        meanwhile.awaitAnswer(TIMEOUT);
        a.home().awaitState("running", TIMEOUT);
        a.awaitPolls(telegram);
        b.awaitElsewhere("family");
        expectAnsweredChats();
        expectOnePollerAtATime();
    }

    private boolean isPolled(FakePlatform platform) {
        return platform.referee().polls().stream().anyMatch(poll -> poll.endNanos().isEmpty());
    }

    @Test
    void whatCannotBeStoredAtAStopIsStoredByTheNextStart() throws Exception {
        HostUnderTest a = host("a", LONG_LEASE);
        a.start("running");
        weixin.user("mia").says("before").awaitAnswer(TIMEOUT);

        database.stop();
        SentMessage late = weixin.user("mia").says("nowhere to go");
        await().atMost(TIMEOUT).until(() -> !late.ledgerMessage().deliveries().isEmpty());
        a.run("stop").expectExit(0);
        assertThat(filesIn(a.home().path().resolve("spool"))).isPositive();
        database.start();
        a.begin();

        late.awaitAnswer(TIMEOUT);
        await().atMost(TIMEOUT).until(() -> filesIn(a.home().path().resolve("spool")) == 0);
        assertThat(late.answers()).hasSize(1);
        expectOnePollerAtATime();
    }

    private static long filesIn(Path folder) throws Exception {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
