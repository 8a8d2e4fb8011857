package dev.gateway.cli.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.GatewayCli;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageContextBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationsCommandTest {

    private static final Clock NOW = Clock.systemUTC();

    @TempDir Path home;

    @Test
    void listsWhatHasArrivedWithTheLatestFirstAndTheLastKnownNames() throws Exception {
        try (SqliteJournal journal = journal(Clock.offset(NOW, Duration.ofHours(-1)))) {
            AdoptedAccounts.of(journal, "tg")
                    .accept(message("1", "4711", true, context().senderName("Anna")));
            AdoptedAccounts.of(journal, "tg")
                    .accept(message("2", "-100", false, context().chatTitle("Family\n\u001b[1m")));
        }
        try (SqliteJournal journal = journal(NOW)) {
            AdoptedAccounts.of(journal, "tg").accept(message("3", "4711", true, context()));
            AdoptedAccounts.of(journal, "wx").accept(message("4", "o1@im.wechat", true, context()));
        }

        JsonNode all = JsonTree.read(run("--json")).path("conversations");

        assertThat(all).extracting(one -> one.path("id").asText()).contains("-100", "o1@im.wechat");
        JsonNode anna = JsonTree.read(run("--json", "--platform", "tg")).at("/conversations/0");
        assertThat(anna.path("id").asText()).isEqualTo("4711");
        assertThat(anna.path("platform").asText()).isEqualTo("tg");
        assertThat(anna.path("title").asText()).isEqualTo("Anna");
        assertThat(anna.path("direct").asBoolean()).isTrue();
        assertThat(Instant.parse(anna.path("last_message_at").asText())).isBefore(Instant.now());
        List<String> lines = run("--platform", "tg").lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("tg  4711  direct  ").endsWith("Anna");
        assertThat(lines.get(1)).startsWith("tg  -100  group   ").contains("Family");
        assertThat(OffsetDateTime.parse(lines.get(0).split(" +")[3])).isNotNull();
        assertThat(
                        CompletionCandidates.CONVERSATIONS.of(
                                home.resolve("config.yaml"), new GatewayHome(home)))
                .containsExactlyInAnyOrder("4711", "-100", "o1@im.wechat");
    }

    @Test
    void saysThatNothingHasArrived() throws Exception {
        journal(NOW).close();

        assertThat(run("--platform", "tg")).isEqualTo("No message has arrived at tg yet.\n");
        assertThat(JsonTree.read(run("--json")).path("conversations")).isEmpty();
    }

    private SqliteJournal journal(Clock clock) throws Exception {
        return SqliteJournal.open(
                home.resolve("journal.db"),
                JournalSettings.defaults(),
                clock,
                new EventStream(clock, 1));
    }

    private static MessageContextBuilder context() {
        return MessageContext.builder();
    }

    private static InboundBatch message(
            String key, String conversation, boolean direct, MessageContextBuilder context) {
        return InboundBatch.of(
                new InboundMessage(
                                key, conversation, "11", direct, "hi", List.of(), "", Instant.EPOCH)
                        .withContext(context.build()));
    }

    private String run(String... options) {
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            var words = new ArrayList<>(List.of("conversations", "--home", home.toString()));
            words.addAll(List.of(options));
            String[] all = words.toArray(String[]::new);
            assertThat(GatewayCli.commandLine(all).execute(all)).isZero();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
