package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.telegram.message.ServiceNotice;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.sim.contract.RecordingContext;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each kind of update reaches the handler or is on the documented list. */
class TelegramUpdateKindsTest {

    private static final String GUIDE = "../docs/protocols.md";

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();
    private final Map<String, JsonNode> rows = new TreeMap<>();

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @Test
    void eachKindOfUpdateArrivesOrIsLeftOutOnPurpose() throws Exception {
        List<InboundMessage> messages = receiveAll();

        Map<String, InboundMessage> byUpdate =
                messages.stream()
                        .collect(Collectors.toMap(InboundMessage::dedupKey, Function.identity()));
        rows.forEach(
                (update, row) -> {
                    InboundMessage message = byUpdate.get(update);
                    String name = row.path("name").asText();
                    if (row.has("leftOut")) {
                        assertThat(message).as(name).isNull();
                        return;
                    }
                    assertThat(message).as(name).isNotNull();
                    assertThat(message.context().kind().name())
                            .as(name)
                            .isEqualTo(row.path("kind").asText());
                    assertThat(message.text()).as(name).isEqualTo(row.path("text").asText());
                    assertThat(message.remote()).as(name).hasSize(row.path("files").asInt());
                    assertThat(message.addressed())
                            .as(name)
                            .isEqualTo(message.direct() || name.equals("guest message"));
                });
        assertThat(rows).hasSizeGreaterThan(60);
    }

    @Test
    void aPressedButtonIsAcknowledgedAfterItIsStored() throws Exception {
        receiveAll();

        await().atMost(TelegramFixture.SOON)
                .until(() -> bot.calls("answerCallbackQuery").size() == 3);
        assertThat(bot.calls("answerCallbackQuery"))
                .extracting(call -> call.path("callback_query_id").asText())
                .containsExactly("77", "78", "79");
    }

    @Test
    void theDocumentedListNamesAllThatIsLeftOut() throws Exception {
        String guide = Files.readString(Path.of(GUIDE));
        List<String> kinds = new ArrayList<>(ServiceNotice.fields());
        for (JsonNode row : table()) {
            if (row.has("leftOut")) {
                kinds.add(row.path("leftOut").asText().replaceFirst("^an? ", ""));
            }
        }
        assertThat(kinds)
                .hasSizeGreaterThan(50)
                .allSatisfy(kind -> assertThat(guide).contains(kind));
    }

    @Test
    void noticesOfTheChatAreLeftOut() throws Exception {
        ArrayNode updates = JsonNodeFactory.instance.arrayNode();
        for (String field : ServiceNotice.fields()) {
            var update = updates.addObject().put("update_id", updates.size());
            var message = update.putObject("message").put("message_id", 7);
            message.putObject("chat").put("id", 5);
            message.putObject(field).put("any", 1);
        }
        assertThat(receive(updates)).isEmpty();
    }

    @Test
    void reactionsAreAskedForOnRequestOnly() throws Exception {
        receiveAll();

        assertThat(bot.calls("getUpdates").get(0).path("allowed_updates"))
                .extracting(JsonNode::asText)
                .contains("message", "edited_message", "callback_query")
                .doesNotContain("message_reaction");
        var asking = new TelegramFixture().with("reactions", true);
        try {
            asking.serve(new RecordingContext("family", media));
            await().atMost(TelegramFixture.SOON).until(() -> !asking.calls("getUpdates").isEmpty());
            assertThat(asking.calls("getUpdates").get(0).path("allowed_updates"))
                    .extracting(JsonNode::asText)
                    .contains("message_reaction");
        } finally {
            asking.close();
        }
    }

    private List<InboundMessage> receiveAll() throws Exception {
        bot.answer("answerCallbackQuery", TelegramFixture.ok("true"));
        bot.answer("getMe", TelegramFixture.ok("{\"username\":\"our_bot\"}"));
        ArrayNode updates = JsonNodeFactory.instance.arrayNode();
        for (JsonNode row : table()) {
            int id = updates.size() + 1;
            rows.put(Integer.toString(id), row);
            updates.addObject().put("update_id", id).setAll((ObjectNode) row.path("update"));
        }
        return receive(updates);
    }

    private List<InboundMessage> receive(ArrayNode updates) {
        bot.answer("getUpdates", TelegramFixture.ok(updates.toString()), TelegramFixture.nothing());
        var context = new RecordingContext("family", media);
        bot.serve(context);
        await().atMost(TelegramFixture.SOON).until(() -> bot.calls("getUpdates").size() >= 2);
        assertThat(context.cursor()).contains(Integer.toString(updates.size() + 1));
        return context.deliveries();
    }

    private static JsonNode table() throws Exception {
        try (InputStream updates =
                TelegramUpdateKindsTest.class.getResourceAsStream("/telegram/updates.json")) {
            return TelegramJson.MAPPER.readTree(updates);
        }
    }
}
