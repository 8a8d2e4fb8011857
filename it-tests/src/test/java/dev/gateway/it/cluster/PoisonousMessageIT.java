package dev.gateway.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.process.RunningProcess;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message that kills each process that handles it. */
class PoisonousMessageIT extends ClusterFixture {

    private static final int MOST_ENDS = 10;

    private static final String HANDLER =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              case "$line" in *poison*) kill -9 $PPID; exit ;; esac
              printf '{"id":"%s","text":"harmless","done":true}\\n' "$id"
            done
            """;

    @Test
    void isParkedAfterAtMostTenEndsOverAllHosts() throws Exception {
        List<HostUnderTest> hosts = List.of(poisoned("a"), poisoned("b"));
        for (HostUnderTest host : hosts) {
            host.begin();
        }
        hosts.get(0).home().awaitState("running", TIMEOUT);
        telegram.user("eve").says("poison");

        int ends = 0;
        while (!isParked(hosts.get(0))) {
            for (HostUnderTest host : hosts) {
                RunningProcess process = host.process();
                if (!process.isAlive()) {
                    process.awaitExit(TIMEOUT);
                    ends++;
                    host.begin();
                }
            }
            assertThat(ends).isLessThanOrEqualTo(MOST_ENDS);
        }

        System.out.printf("a poisonous message was parked after %d ends%n", ends);
        for (String name : List.of("bob", "eve")) {
            telegram.user(name).says("harmless").awaitAnswer(TIMEOUT);
        }
    }

    private static boolean isParked(HostUnderTest host) throws InterruptedException {
        JsonNode parked = host.run("messages", "list", "--parked", "--json").json();
        return parked.path("messages").size() == 1;
    }

    private HostUnderTest poisoned(String name) throws Exception {
        HostUnderTest host = emptyHost(name);
        Files.writeString(host.home().path().resolve("handler.sh"), HANDLER);
        return host.write(
                config().withHandler("{type: process, command: [sh, handler.sh]}"),
                journal(database.port(), Duration.ofSeconds(4)),
                "");
    }
}
