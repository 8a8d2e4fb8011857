package dev.gateway.it.acceptance.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.it.fixture.ThreePlatformsFixture;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.PlatformConfigSource;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The accounts have only the settings that are required: a sender may talk once approved. */
class StrangersIT extends ThreePlatformsFixture {

    private static final Pattern CODE = Pattern.compile("Pairing code: ([A-HJ-NP-Z2-9]{8})\n");

    /** An echo that counts its calls: a line in a file for each. */
    private static final String HANDLER =
            """
            while IFS= read -r line; do
              printf '%s\\n' "$line" >> calls
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text"
            done
            """;

    @BeforeEach
    void closeTheAccounts() throws IOException {
        Files.writeString(home.path().resolve("handler.sh"), HANDLER);
        String open =
                withAllThree(config())
                        .withHandler("{type: process, command: [sh, handler.sh]}")
                        .yaml();
        home.writeConfig(open.replace(PlatformConfigSource.OPEN_TO_ALL, "send_limit: none"));
    }

    @Test
    void noHandlerSeesAStrangerUntilApprovedAlsoOverAKill() throws Exception {
        RunningProcess run = running();
        List<VirtualUser> strangers = platforms().stream().map(each -> each.user("ann")).toList();
        for (VirtualUser stranger : strangers) {
            stranger.says("hello");
            stranger.says("is anybody there?");
        }
        awaitRefused(6);
        List<String> codes = new ArrayList<>();
        for (VirtualUser stranger : strangers) {
            await().atMost(TIMEOUT).until(() -> !stranger.heard().isEmpty());
            codes.add(code(stranger));
        }
        assertThat(calls()).isEmpty();

        gateway.run(TIMEOUT, "pairing", "approve", "ABCD2345").expectExit(64);
        JsonNode pending =
                gateway.run(TIMEOUT, "pairing", "list", "--json")
                        .expectExit(0)
                        .json()
                        .at("/pending");
        assertThat(pending.findValuesAsText("code")).containsExactlyInAnyOrderElementsOf(codes);
        assertThat(pending.findValuesAsText("platform"))
                .containsExactlyInAnyOrder("family", "mama", "work");
        for (String code : codes) {
            gateway.run(TIMEOUT, "pairing", "approve", code).expectExit(0);
        }
        run.kill(Signal.KILL);
        run.awaitExit(TIMEOUT);

        RunningProcess next = running();
        for (int i = 0; i < strangers.size(); i++) {
            assertThat(strangers.get(i).says("me again").awaitAnswer(TIMEOUT))
                    .isEqualTo("me again");
            platforms().get(i).user("bob").says("and me?");
        }
        awaitRefused(9);
        assertThat(calls()).hasSize(3).allMatch(call -> call.contains("me again"));

        for (JsonNode person : pending) {
            revoke(person).expectExit(0);
            revoke(person).expectExit(64);
        }
        strangers.forEach(stranger -> stranger.says("still me"));
        awaitRefused(12);
        assertThat(calls()).hasSize(3);
        assertThat(strangers).allMatch(stranger -> stranger.heard().size() == 2);
        next.kill(Signal.TERM);
        assertThat(next.awaitExit(TIMEOUT)).isZero();
    }

    private CommandResult revoke(JsonNode person) throws InterruptedException {
        return gateway.run(
                TIMEOUT,
                "pairing",
                "revoke",
                "--platform",
                person.path("platform").asText(),
                person.path("sender").asText());
    }

    private static String code(VirtualUser stranger) {
        Matcher code = CODE.matcher(stranger.heard().get(0).text());
        assertThat(code.find()).as(stranger.heard().get(0).text()).isTrue();
        return code.group(1);
    }

    private void awaitRefused(int least) {
        await().atMost(TIMEOUT)
                .until(
                        () ->
                                home.state()
                                        .filter(
                                                state ->
                                                        state.at("/messages/refused").asInt()
                                                                >= least)
                                        .isPresent());
    }

    private List<String> calls() throws IOException {
        Path calls = home.path().resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
