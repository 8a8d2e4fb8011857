package dev.gateway.cli.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.GatewayCli;
import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside a running gateway. */
class PairingCommandTest {

    private static final Admission STRANGER =
            new Admission(Admission.Outcome.ACCEPT_IF_PAIRED_OR_INVITE, AccessRule.DM_PAIRING);

    @TempDir Path home;
    private SqliteJournal journal;
    private int said;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(home.resolve("config.yaml"), "platforms: {family: {type: telegram}}\n");
        journal =
                SqliteJournal.open(
                        home.resolve("journal.db"),
                        JournalSettings.defaults(),
                        Clock.systemUTC(),
                        new EventStream(Clock.systemUTC(), 1));
        AdoptedAccounts.bind(journal, "a-former-name", "telegram:1");
        AdoptedAccounts.bind(journal, "family", "telegram:1");
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aHomeInWhichNoGatewayHasRunKnowsNoPersons() throws Exception {
        journal.close();
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.filter(one -> one.toString().contains("journal")).toList()) {
                Files.delete(file);
            }
        }

        JsonNode list = JsonTree.read(run(0, "list", "--json"));
        assertThat(list.path("pending").isArray() && list.path("pending").isEmpty()).isTrue();
        assertThat(run(0, "list")).contains("No person has asked");
        assertThat(run(64, "approve", "ABCD2345")).isEmpty();
        assertThat(run(64, "revoke", "--platform", "family", "98")).isEmpty();
    }

    @Test
    void letsAPersonInAndShutsThemOutAgain() throws Exception {
        assertThat(say()).isZero();
        JsonNode asked = JsonTree.read(run(0, "list", "--json")).at("/pending/0");
        assertThat(asked.path("platform").asText()).isEqualTo("family");
        assertThat(asked.path("sender").asText()).isEqualTo("99");
        assertThat(asked.path("name").asText()).isEqualTo("Ann \u001b[1m");
        assertThat(Instant.parse(asked.path("expires_at").asText())).isAfter(Instant.now());
        String code = asked.path("code").asText();
        assertThat(run(0, "list")).contains(code, "family  99 (Ann").doesNotContain("\u001b");

        assertThat(run(64, "approve", "ABCD2345")).isEmpty();
        assertThat(run(0, "approve", code)).contains("family  99 (Ann");
        assertThat(run(64, "approve", code)).isEmpty();
        assertThat(say()).isEqualTo(1);
        JsonNode list = JsonTree.read(run(0, "list", "--json", "--platform", "family"));
        assertThat(list.path("pending")).isEmpty();
        assertThat(list.at("/approved/0/sender").asText()).isEqualTo("99");
        assertThat(JsonTree.read(run(0, "list", "--json", "--platform", "x")).path("approved"))
                .isEmpty();

        assertThat(run(64, "revoke", "--platform", "elsewhere", "99")).isEmpty();
        assertThat(run(64, "revoke", "--platform", "family", "98")).isEmpty();
        assertThat(JsonTree.read(run(0, "revoke", "--platform", "family", "99", "--json")))
                .isEqualTo(
                        JsonTree.read("{\"revoked\":{\"platform\":\"family\",\"sender\":\"99\"}}"));
        assertThat(say()).isZero();
        assertThat(run(0, "list")).isEqualTo("No person has asked, and none is approved.\n");
    }

    private int say() throws Exception {
        said++;
        var message =
                new InboundMessage(
                                String.valueOf(said),
                                "99",
                                "99",
                                true,
                                "hi",
                                List.of(),
                                "",
                                Instant.EPOCH)
                        .withContext(MessageContext.builder().senderName("Ann \u001b[1m").build());
        return AdoptedAccounts.of(journal, "family")
                .accept(InboundBatch.of(message), List.of(STRANGER))
                .fresh();
    }

    private String run(int exit, String... words) {
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            String[] all =
                    Stream.of(
                                    Stream.of("pairing"),
                                    Stream.of(words),
                                    Stream.of("--home", home.toString()))
                            .flatMap(part -> part)
                            .toArray(String[]::new);
            assertThat(GatewayCli.commandLine(all).execute(all)).isEqualTo(exit);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
