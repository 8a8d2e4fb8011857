package dev.gateway.it.acceptance.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs handler programs that misbehave as programs do, below a real gateway. */
class HandlerProcessIT extends GatewayProcessFixture {

    private static final String APOLOGY = "Sorry.";

    /** A handler that misbehaves on request and otherwise echoes. */
    private static final String MISBEHAVING =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              case $text in
              hang) sleep 1000 & wait ;;
              die) exit 3 ;;
              flood) yes 'this is no answer' | head -n 5000 ;;
              longline) head -c 9000000 /dev/zero | tr '\\000' x; echo ;;
              quiet) printf '{"id":"%s","done":true}\\n' "$id" ;;
              sorry) printf '{"id":"%s","error":"no idea"}\\n' "$id" ;;
              twice) printf '{"id":"%s","text":"%s"}\\nwhat?\\n{"id":"%s","text":"again","done":true}\\n' \\
                  "$id" "$text" "$id" ;;
              *) printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text" ;;
              esac
            done
            """;

    /** A handler that ends neither with its input nor at SIGTERM, and neither do its children. */
    private static final String UNSTOPPABLE =
            """
            trap '' TERM
            (trap '' TERM; while :; do sleep 1; done) &
            setsid sh -c 'trap "" TERM; while :; do sleep 1; done' &
            while :; do
              if IFS= read -r line; then
                id=${line#*'"id":"'}; id=${id%%'"'*}
                text=${line#*'"text":"'}; text=${text%%'"'*}
                printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text"
              else
                sleep 1
              fi
            done
            """;

    @Test
    void whateverItDoesTheNextMessageIsAnswered() throws Exception {
        handler(MISBEHAVING, "deadline: 2s, attempts: 1, workers: 1, apology: \"" + APOLOGY + "\"");
        running();
        List<String> faults = List.of("hang", "die", "flood", "longline", "sorry");
        for (String fault : faults) {
            SentMessage sent = telegram.user(fault).says(fault);
            await().alias(fault)
                    .atMost(TIMEOUT)
                    .until(
                            () ->
                                    telegram.user(fault).heard().stream()
                                            .anyMatch(
                                                    botMessage ->
                                                            botMessage.text().equals(APOLOGY)));
            SentMessage next = telegram.user("mama").says("after " + fault);
            assertThat(next.awaitAnswer(TIMEOUT)).isEqualTo("after " + fault);
            assertThat(sent.id()).isNotEmpty();
        }
        SentMessage twice = telegram.user("papa").says("twice");
        await().atMost(TIMEOUT).until(() -> telegram.user("papa").heard().size() == 2);
        telegram.user("nobody").says("quiet");
        awaitHandled(faults.size() + 2);

        assertThat(twice.answers()).isNotEmpty();
        assertThat(telegram.user("nobody").heard()).isEmpty();
        JsonNode status = gateway.status();
        assertThat(status.path("state").asText()).isEqualTo("running");
        assertThat(status.at("/messages/failed").asInt()).isEqualTo(faults.size());
        String log = String.join("\n", home.log());
        assertThat(log)
                .contains("ended with status 3")
                .contains("no idea")
                .contains("has not said anything since a message whose time is over");
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        scope.awaitNoSurvivors(TIMEOUT);
    }

    @Test
    void whatIgnoresSigtermIsGoneAfterAStopWithItsChildren() throws Exception {
        handler(UNSTOPPABLE, "workers: 1");
        RunningProcess run = running();
        telegram.user("mama").says("hello").awaitAnswer(TIMEOUT);
        assertThat(scope.survivors()).as("it and its children").hasSizeGreaterThan(3);

        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);

        assertThat(run.awaitExit(TIMEOUT)).isZero();
        scope.awaitNoSurvivors(TIMEOUT);
    }

    @Test
    void whatOutlivesASigkillOfTheGatewayKeepsNothingFromTheNext() throws Exception {
        handler(UNSTOPPABLE, "workers: 1");
        RunningProcess run = running();
        telegram.user("mama").says("hello").awaitAnswer(TIMEOUT);

        run.kill(Signal.KILL);
        run.awaitExit(TIMEOUT);
        assertThat(scope.survivors()).as("the program, which should have ended").isNotEmpty();
        assertThat(home.lockHolder()).isEmpty();

        gateway.run(TIMEOUT, "start").expectExit(0);
        telegram.user("mama").says("again").awaitAnswer(TIMEOUT);
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        assertThat(home.lockHolder()).isEmpty();
    }

    @Test
    void endsByItselfWithItsInputIfTheGatewayIsKilled() throws Exception {
        handler(MISBEHAVING, "workers: 1");
        RunningProcess run = running();
        telegram.user("mama").says("hello").awaitAnswer(TIMEOUT);

        run.kill(Signal.KILL);

        scope.awaitNoSurvivors(TIMEOUT);
    }

    private void handler(String script, String settings) throws Exception {
        Files.writeString(home.path().resolve("handler.sh"), script);
        home.write(
                config().with("family", telegram)
                        .withHandler(
                                "{type: process, command: [sh, handler.sh], env: [GATEWAY_SIM_RUN], "
                                        + settings
                                        + "}"));
    }

    private void awaitHandled(int messages) {
        await().atMost(TIMEOUT)
                .until(
                        () ->
                                home.state().orElseThrow().at("/messages/handled").asInt()
                                        >= messages);
    }
}
