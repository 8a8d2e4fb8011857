package dev.gateway.sim.referee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.server.ClientConnection;
import dev.gateway.sim.server.FakeServer;
import dev.gateway.sim.server.Response;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The assignment of answers to messages. */
class MessageLedgerTest {

    private final MessageLedger ledger = new MessageLedger();
    private ClientConnection connection;

    @BeforeEach
    void connect() throws Exception {
        try (FakeServer server =
                FakeServer.start(
                        "ledger",
                        request ->
                                CompletableFuture.completedFuture(
                                        Response.text(200, "text/plain", "")))) {
            HttpRequest request = HttpRequest.newBuilder(server.uri()).build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            connection = server.connections().get(0);
        }
    }

    private Optional<String> answer(String conversation, String text) {
        return ledger.answered("bot", conversation, Optional.empty(), text, connection);
    }

    @Test
    void anAnswerBelongsToTheMessageWhoseTextItRepeats() {
        ledger.said("a", "bot", "mama", "hello 1");
        ledger.said("b", "bot", "mama", "hello 11");
        ledger.said("c", "bot", "papa", "hello 1");

        assertThat(answer("mama", "hello 1")).contains("a");
        assertThat(answer("mama", "you said: hello 11")).contains("b");
        assertThat(answer("mama", "good morning")).isEmpty();
        assertThat(ledger.strays()).hasSize(1);
        assertThat(ledger.message("c").orElseThrow().answers()).isEmpty();
    }

    @Test
    void anAnswerBelongsToTheMessageThatItRepliesTo() {
        ledger.said("a", "bot", "mama", "hello");
        ledger.said("b", "bot", "mama", "hello");

        assertThat(ledger.answered("bot", "mama", Optional.of("a"), "whatever", connection))
                .contains("a");
    }

    @Test
    void countsLostAndDuplicatedMessages() {
        ledger.said("a", "bot", "mama", "one");
        ledger.said("b", "bot", "mama", "two");
        ledger.said("c", "bot", "mama", "three");
        ledger.delivered("a", connection);
        ledger.delivered("b", connection);
        ledger.delivered("b", connection);
        answer("mama", "one");
        answer("mama", "one");
        answer("mama", "two");
        answer("mama", "nobody asked");

        assertThat(ledger.summary()).isEqualTo(new LedgerSummary(3, 2, 1, 2, 1, 1, 1));
    }
}
