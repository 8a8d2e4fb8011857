package dev.gateway.it.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.process.CommandResult;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the commands that send messages as the bot and manage failed ones. */
class MessageCommandsIT extends GatewayProcessFixture {

    private VirtualUser tim;

    @BeforeEach
    void meet() {
        tim = telegram.user("tim");
    }

    @Test
    void whatIsSentWhileNothingRunsGoesOutAtTheNextStart() throws Exception {
        assertThat(send("too early").exit()).isEqualTo(75); // no journal yet
        running();
        assertThat(send("now").json().path("state").asText()).isEqualTo("sent");
        gateway.run(TIMEOUT, "stop").expectExit(0);

        assertThat(send("later").json().path("state").asText()).isEqualTo("stored");
        assertThat(list().path("messages")).hasSize(1);
        assertThat(tim.heard()).extracting(BotMessage::text).containsExactly("now");
        running();

        await().atMost(TIMEOUT).until(() -> tim.heard().size() == 2);
        assertThat(tim.heard()).extracting(BotMessage::text).containsExactly("now", "later");
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void severalMessagesAreDroppedAtOnce() throws Exception {
        running();
        gateway.run(TIMEOUT, "stop").expectExit(0);
        String first = send("one").json().path("ids").path(0).asText();
        String second = send("two").json().path("ids").path(0).asText();

        gateway.run(TIMEOUT, "messages", "drop").expectExit(64);
        gateway.run(TIMEOUT, "messages", "drop", first, "--parked").expectExit(64);
        assertThat(
                        gateway.run(TIMEOUT, "messages", "drop", first, second, first)
                                .expectExit(0)
                                .stdout())
                .containsSubsequence(first + " dropped.", second + " dropped.");

        assertThat(list().path("messages")).isEmpty();
    }

    @Test
    void whatThePlatformRefusesIsShownTriedAgainAndDropped() throws Exception {
        running();
        CommandResult refused =
                gateway.run(
                                TIMEOUT,
                                "send",
                                "--platform",
                                "family",
                                "--to",
                                "999999",
                                "hi",
                                "--json")
                        .expectExit(75);
        String id = refused.json().path("ids").path(0).asText();

        assertThat(gateway.run(TIMEOUT, "messages", "list").expectExit(0).stdout())
                .contains(id)
                .contains("parked");
        gateway.run(TIMEOUT, "messages", "retry", id).expectExit(0);
        await().atMost(TIMEOUT)
                .until(
                        () ->
                                list().path("messages")
                                        .path(0)
                                        .path("state")
                                        .asText()
                                        .equals("parked"));
        gateway.run(TIMEOUT, "messages", "drop", "--parked").expectExit(0);

        assertThat(list().path("messages")).isEmpty();
        gateway.run(TIMEOUT, "messages", "show", id).expectExit(64);
    }

    @Test
    void aDamagedJournalKeepsItDegradedUntilTheOperatorAcknowledgesIt() throws Exception {
        running();
        gateway.run(TIMEOUT, "stop").expectExit(0);
        Files.writeString(
                home.path().resolve("journal.db"), "x".repeat(9000), StandardOpenOption.WRITE);
        gateway.start("run");
        home.awaitState("degraded", TIMEOUT);
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () ->
                                assertThat(gateway.run(TIMEOUT, "status").stdout())
                                        .contains("gateway messages acknowledge"));

        gateway.run(TIMEOUT, "messages", "acknowledge").expectExit(0);

        home.awaitState("running", TIMEOUT);
    }

    private CommandResult send(String text) throws InterruptedException {
        String to = tim.conversation();
        return gateway.run(
                TIMEOUT,
                "send",
                "--platform",
                "family",
                "--to",
                to,
                text,
                "--json",
                "--wait",
                "30s");
    }

    private JsonNode list() throws InterruptedException {
        return gateway.run(TIMEOUT, "messages", "list", "--json").expectExit(0).json();
    }
}
