package dev.gateway.adapter.telegram;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an unreadable response does not block the updates after it. */
class UnreadableUpdateHandlerTest {

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();
    private RecordingContext context;

    @BeforeEach
    void open() {
        context = new RecordingContext("family", media);
    }

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @Test
    void anUpdateThatIsNestedTooDeepHoldsUpNoneBesideIt() {
        String deep = "[".repeat(3_000) + "]".repeat(3_000);
        bot.answer(
                "getUpdates",
                TelegramFixture.ok(
                        "[%s,%s,%s]"
                                .formatted(
                                        update(41, "one", ""),
                                        update(42, "two", ",\"x\":" + deep),
                                        update(43, "three", ""))),
                TelegramFixture.nothing());
        bot.serve(context);

        awaitOffset(44);
        assertThat(context.deliveries())
                .extracting(message -> message.text())
                .containsExactly("one", "two", "three");
        assertThat(context.unreadable())
                .singleElement()
                .asString()
                .startsWith("updates 41 to 43, ")
                .doesNotContain("two");
    }

    @Test
    void afterAnAnswerThatWasCutUpdatesAreAskedForOneByOne() throws Exception {
        bot.answer(
                "getUpdates",
                cut(update(41, "one", "") + "," + update(42, "two", "")),
                TelegramFixture.ok("[" + update(41, "one", "") + "]"),
                TelegramFixture.ok("[" + update(42, "two", "") + "]"),
                TelegramFixture.nothing());
        PlatformAdapter adapter = bot.adapter(context);
        assertThat(bot.serve(adapter).outcome()).get().isInstanceOf(Unreachable.class);
        bot.serve(adapter);

        awaitOffset(43);
        assertThat(context.deliveries()).hasSize(2);
        assertThat(context.unreadable()).isEmpty();
        assertThat(bot.calls("getUpdates").get(0).has("limit")).isFalse();
        assertThat(bot.calls("getUpdates").get(1).path("limit").asInt()).isEqualTo(1);
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(
                        () ->
                                bot.calls("getUpdates").stream()
                                        .anyMatch(
                                                call ->
                                                        call.path("offset").asLong() == 43
                                                                && !call.has("limit")));
    }

    @Test
    void anUpdateThatIsTruncatedRepeatedlyIsLeftOutAndReported() throws Exception {
        PlatformAdapter adapter = bot.adapter(context);
        bot.answer("getUpdates", cut(update(41, "one", "")));
        for (int i = 0; i < 5; i++) {
            assertThat(bot.serve(adapter).outcome()).get().isInstanceOf(Unreachable.class);
            assertThat(context.batches()).isEmpty();
        }
        bot.answer(
                "getUpdates",
                cut(update(41, "one", "")),
                TelegramFixture.ok("[" + update(42, "two", "") + "]"),
                TelegramFixture.nothing());
        bot.serve(adapter);

        awaitOffset(43);
        assertThat(context.deliveries()).extracting(m -> m.text()).containsExactly("two");
        assertThat(context.unreadable()).singleElement().asString().startsWith("update 41, ");
    }

    private void awaitOffset(long offset) {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(
                        () ->
                                bot.calls("getUpdates").stream()
                                        .anyMatch(c -> c.path("offset").asLong() == offset));
    }

    private static ResponseDefinitionBuilder cut(String updates) {
        return aResponse()
                .withBody("{\"ok\":true,\"result\":[" + updates.substring(0, updates.length() - 3));
    }

    private static String update(long id, String text, String more) {
        return """
                {"update_id":%d,"message":{"message_id":%d,"date":1700000000,
                 "from":{"id":5,"is_bot":false,"first_name":"Anna"},
                 "chat":{"id":5,"type":"private"},"text":"%s"%s}}"""
                .formatted(id, id, text, more)
                .replace("\n", "");
    }
}
