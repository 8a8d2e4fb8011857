package dev.gateway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.status.RecordedStatus;
import dev.gateway.core.terminal.DisplayWidth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aDegradedGatewayFitsEightyColumnsAndSaysWhatToDo() throws Exception {
        List<String> lines = lines(degraded(), Optional.empty());

        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(String.join("\n", lines))
                .startsWith("gateway   degraded, PID 4711, for 2 h, version 1.0\n")
                .contains("under     systemd gateway.service")
                .contains("lock      held by 4711, PID file live")
                .containsPattern("mama +weixin +connected +2 h +4 s ago")
                .containsPattern("a-family-with-a-l\\.\\.\\. telegram +rejected +30 s")
                .contains("Correct its credentials in the config, then 'gateway reload'.")
                .contains("3 parked")
                .doesNotContain("3 failed")
                .contains("'gateway messages list --parked'");
    }

    @Test
    void whatAPlatformSaysCannotPaintTheTerminal() throws Exception {
        assertThat(String.join("\n", lines(degraded(), Optional.empty()))).doesNotContain("\u001b");
    }

    @Test
    void aReplacedJournalIsToldWithTheCommandThatTakesNoteOfIt() throws Exception {
        assertThat(lines(degraded(), Optional.of("/h/journal.db.damaged-1")))
                .anyMatch(line -> line.contains("/h/journal.db.damaged-1"))
                .anyMatch(line -> line.contains("'gateway messages acknowledge'"));
    }

    @Test
    void wideNamesKeepTheColumns() throws Exception {
        ObjectNode status = (ObjectNode) degraded();
        ObjectNode platforms = (ObjectNode) status.path("platforms");
        JsonNode mama = platforms.path("mama");
        platforms.removeAll();
        for (String name :
                List.of(
                        "\u5988\u5988\u7684\u673a\u5668\u4eba",
                        "mama",
                        "\u30de\u30de-1",
                        "\uc5c4\ub9c8",
                        "mam\u00e1")) {
            platforms.set(name, mama);
        }
        platforms.set("\u5bb6".repeat(30), mama);

        List<String> rows =
                lines(status, Optional.empty()).stream()
                        .filter(line -> line.contains("weixin"))
                        .toList();
        assertThat(rows)
                .hasSize(6)
                .anyMatch(line -> line.startsWith("\u5988\u5988\u7684\u673a\u5668\u4eba "));
        assertThat(rows)
                .extracting(line -> DisplayWidth.of(line.substring(0, line.indexOf("weixin"))))
                .containsOnly(21);
        assertThat(rows).allMatch(line -> DisplayWidth.of(line) <= 80);
    }

    @Test
    void adviceIsGivenOnce() throws Exception {
        ObjectNode status = (ObjectNode) degraded();
        ((ObjectNode) status.at("/platforms/mama"))
                .put("state", "expired")
                .put(
                        "error",
                        "Weixin ended the session. Run 'gateway login weixin --name mama', see"
                                + " that the config has the new token, then 'gateway reload'.");

        String text = String.join(" ", lines(status, Optional.empty())).replaceAll(" +", " ");
        assertThat(text).containsOnlyOnce("gateway login weixin").doesNotContain("Log in again");
        ((ObjectNode) status.at("/platforms/mama")).put("error", "Weixin ended the session.");
        assertThat(String.join(" ", lines(status, Optional.empty())))
                .contains("Log in again, then 'gateway reload'.");
    }

    @Test
    void whatMakesItDegradedIsTold() throws Exception {
        ObjectNode status = (ObjectNode) degraded();
        status.put("error", "no thread can be started: unable to create native thread");

        assertThat(lines(status, Optional.empty()))
                .contains("          no thread can be started: unable to create native thread");
    }

    @Test
    void anOldProcessThatFinishesItsMessagesIsTold() throws Exception {
        ObjectNode status = (ObjectNode) degraded();
        status.putArray("outgoing")
                .addObject()
                .put("pid", 4600)
                .put("since", "2026-03-01T11:59:48Z")
                .put("in_flight", 1)
                .put("ends_by", "2026-03-01T12:00:18Z");

        assertThat(lines(status, Optional.empty()))
                .contains("outgoing  Old process PID 4600 finishes 1 message (since 12 s)")
                .noneMatch(line -> line.contains("should have ended"));
        ((ObjectNode) status.path("outgoing").get(0)).put("ends_by", "2026-03-01T11:59:59Z");
        assertThat(lines(status, Optional.empty()))
                .contains(
                        "          It should have ended by itself. 'gateway stop' ends it as well.");
    }

    @Test
    void theOtherHostsAreTold() throws Exception {
        ObjectNode status = (ObjectNode) degraded();
        status.putObject("cluster")
                .put("host", "web-1")
                .put("hosts", 3)
                .put("lease_left_ms", 5_900)
                .put("database", "reachable");
        ((ObjectNode) status.at("/platforms/mama"))
                .put("state", "elsewhere")
                .putObject("holder")
                .put("host", "web-2")
                .put("pid", 12);

        List<String> lines = lines(status, Optional.empty());
        assertThat(lines).contains("cluster   web-1, one of 3 hosts, lease 5.9s left");
        assertThat(String.join("\n", lines))
                .containsPattern("mama +weixin +elsewhere +2 h +on web-2\n");
        ((ObjectNode) status.path("cluster")).put("database", "journal unreachable since 12:00");
        assertThat(lines(status, Optional.empty()))
                .contains(
                        "          journal unreachable since 12:00",
                        "          Polling goes on when the database answers. See 'gateway doctor'.");
        status.put("error", "journal unreachable since 12:00");
        ((ObjectNode) status.at("/platforms/mama"))
                .put("state", "waiting_for_token")
                .put("error", "journal unreachable since 12:00");
        assertThat(String.join("\n", lines(status, Optional.empty())))
                .containsOnlyOnce("journal unreachable since 12:00")
                .doesNotContain("'gateway tokens'");
    }

    private static List<String> lines(JsonNode status, Optional<String> damaged) {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        ConsoleOutput output = ConsoleOutput.plain(nowhere, StandardCharsets.UTF_8);
        return new StatusTable(new RecordedStatus(status), damaged, false, NOW, output).lines();
    }

    private static JsonNode degraded() throws Exception {
        return new ObjectMapper()
                .readTree(
                        """
                        {"state":"degraded","pid":4711,"home":"/home/me/.gateway",
                         "started_at":"2026-03-01T10:00:00Z","version":"1.0",
                         "instance":{"lock":"held","lock_holder_pid":4711,"pid_file":"live",
                                     "reason":null},
                         "platforms":{
                           "mama":{"type":"weixin","state":"connected",
                                   "since":"2026-03-01T10:00:00Z",
                                   "last_contact_at":"2026-03-01T11:59:56Z","error":null},
                           "a-family-with-a-long-name":{"type":"telegram","state":"rejected",
                                   "since":"2026-03-01T11:59:30Z","last_contact_at":null,
                                   "error":"Telegram said \\u001b[31mno\\u0007: %s"}},
                         "messages":{"pending":0,"in_flight":0,"handled":12,"failed":3,"outbox":0},
                         "supervisor":{"kind":"systemd","unit":"gateway.service"}}
                        """
                                .formatted("a rather long explanation ".repeat(6)));
    }
}
