package dev.gateway.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.Await;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BotFleetTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final BotFleet fleet = BotFleet.start(2);
    private final String config = fleet.config().yaml();
    private final URI uri = URI.create(found("base_url: \"([^\"]+)\"").get(0));
    private final List<String> tokens = found("token: \"([^\"]+)\"");
    private final List<Socket> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        fleet.close();
    }

    @Test
    void theConfigHasAnAccountForEachBot() {
        assertThat(tokens).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void allArePolledWhenTheLastOneIs() throws Exception {
        long begin = System.nanoTime();
        poll(tokens.get(0));
        assertThat(fleet.allPolledSince(begin)).isEmpty();
        poll(tokens.get(1));

        Await.until(() -> fleet.allPolledSince(begin).isPresent(), LIMIT, "both polls");
    }

    @Test
    void theGapIsTheTimeFromTheEndOfOneConnectionsPollToTheNextOnes() throws Exception {
        List<Socket> old = List.of(poll(tokens.get(0)), poll(tokens.get(1)));
        Await.until(() -> fleet.allPolledSince(0).isPresent(), LIMIT, "both polls");
        long handover = System.nanoTime();
        for (Socket socket : old) {
            socket.close();
        }
        poll(tokens.get(0));
        assertThat(fleet.gapsSince(handover)).isEmpty();
        poll(tokens.get(1));

        List<Duration> gaps =
                Await.first(() -> fleet.gapsSince(handover), LIMIT, "change of both bots");
        assertThat(gaps).hasSize(2).isSorted().allMatch(gap -> gap.compareTo(LIMIT) < 0);
        assertThat(fleet.overlapped()).isZero();
    }

    @Test
    void twoPollersOfOneBotAreSeen() throws Exception {
        long begin = System.nanoTime();
        poll(tokens.get(0));
        poll(tokens.get(0));
        poll(tokens.get(1));

        Await.until(() -> fleet.allPolledSince(begin).isPresent(), LIMIT, "all polls");
        Await.until(() -> fleet.overlapped() == 1, LIMIT, "overlap of the first bot's polls");
    }

    private Socket poll(String token) throws IOException {
        var socket = new Socket(uri.getHost(), uri.getPort());
        open.add(socket);
        String body = "{\"timeout\":50}";
        socket.getOutputStream()
                .write(
                        ("POST /bot%s/getUpdates HTTP/1.1\r\nHost: fleet\r\n"
                                        + "Content-Length: %d\r\n\r\n%s")
                                .formatted(token, body.length(), body)
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private List<String> found(String pattern) {
        return Pattern.compile(pattern)
                .matcher(config)
                .results()
                .map((MatchResult each) -> each.group(1))
                .toList();
    }
}
