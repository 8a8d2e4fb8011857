package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.it.fixture.ThreePlatformsFixture;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Restarts a gateway with many messages in flight and a slow handler. */
class RestartWithInFlightMessagesIT extends ThreePlatformsFixture {

    private static final int MESSAGES = 200;
    private static final int PEOPLE = 20;
    private static final int WORKERS = 5;

    /** A duration far beyond the drain timeout. */
    private static final Duration MINUTES = Duration.ofMinutes(3);

    /**
     * A handler that records each request, waits for a file named go, and echoes; a file named
     * stuck makes it outlast the drain. It works on one request at a time, although it gets
     * several.
     */
    private static final String SLOW =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              attempt=${line##*'"attempt":'}; attempt=${attempt%%'}'*}
              echo "$attempt $text" >> asked
              if [ -e stuck ]; then sleep 1000; fi
              [ -e go ] || sleep 0.2
              printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text"
            done
            """;

    @Test
    void aRestartFinishesWhatIsWithTheHandlerAndLeavesTheRestToTheSuccessor() throws Exception {
        writeHandler();
        List<SentMessage> said = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            said.add(weixin.user("p" + i % PEOPLE).says("[" + i + "]"));
        }
        var old = running();
        await().atMost(TIMEOUT)
                .until(() -> said.stream().anyMatch(one -> !one.answers().isEmpty()));

        gateway.run(MINUTES, "restart").expectExit(0);
        Files.createFile(home.path().resolve("go"));

        long answeredByThen = said.stream().filter(one -> !one.answers().isEmpty()).count();
        assertThat(old.awaitExit(TIMEOUT)).isZero();
        RecordedEvent drained = home.events(EventType.DRAIN_FINISHED).get(0);
        assertThat(drained.flag(EventField.COMPLETE)).as("nothing was interrupted").isTrue();
        await().atMost(MINUTES)
                .until(() -> said.stream().noneMatch(one -> one.answers().isEmpty()));
        assertThat(said).allMatch(one -> one.answers().size() == 1);
        assertThat(weixin.referee().violations()).isEmpty();
        assertThat(asked().stream().map(HandlerCall::text).toList())
                .as("each was asked once")
                .hasSize(MESSAGES)
                .doesNotHaveDuplicates();
        System.out.printf(
                "restart with %d messages in work: %d answered by its end, all %d in the end%n",
                MESSAGES, answeredByThen, said.size());
    }

    @Test
    void whatTakesLongerThanTheDrainIsTriedAgainAsTheFirstTime() throws Exception {
        writeHandler();
        Path stuck = Files.createFile(home.path().resolve("stuck"));
        List<SentMessage> said = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            said.add(weixin.user("p" + i).says("[" + i + "]"));
        }
        running();
        await().atMost(TIMEOUT).until(() -> !asked().isEmpty());
        await().atMost(TIMEOUT)
                .until(() -> home.state().orElseThrow().at("/messages/in_flight").asInt() > 1);

        long began = System.nanoTime();
        CommandResult stop = gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Files.delete(stuck);
        running();

        await().atMost(TIMEOUT)
                .until(() -> said.stream().allMatch(one -> one.answers().size() == 1));
        assertThat(stop.stdout()).doesNotContain("SIGKILL");
        assertThat(home.events(EventType.DRAIN_FINISHED).get(0).flag(EventField.COMPLETE))
                .isFalse();
        assertThat(took).isGreaterThan(DRAIN);
        Set<Integer> attempts =
                asked().stream().map(HandlerCall::attempt).collect(Collectors.toSet());
        assertThat(attempts).as("being interrupted costs no try").containsExactly(1);
    }

    private void writeHandler() throws Exception {
        Files.writeString(home.path().resolve("slow.sh"), SLOW);
        home.write(
                config().with("mama", weixin)
                        .withHandler(
                                "{type: process, command: [sh, slow.sh], env: [GATEWAY_SIM_RUN], workers: "
                                        + WORKERS
                                        + "}"));
    }

    private List<HandlerCall> asked() throws Exception {
        Path file = home.path().resolve("asked");
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" "))
                .map(words -> new HandlerCall(Integer.parseInt(words[0]), words[1]))
                .toList();
    }

    private record HandlerCall(int attempt, String text) {}
}
