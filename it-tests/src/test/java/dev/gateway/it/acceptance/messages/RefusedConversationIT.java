package dev.gateway.it.acceptance.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.it.fixture.ThreePlatformsFixture;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRegistry;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.server.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a platform's refusal of one conversation delays no other conversation of the account.
 */
class RefusedConversationIT extends ThreePlatformsFixture {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Far longer than the test waits: a conversation that had to wait for it would not be answered.
     */
    private static final String HOUR = "3600";

    @Test
    void aThrottledConversationWaitsAloneAlsoAcrossARestart() throws Exception {
        home.write(withAllThree(HomeConfig.echo()));
        RunningProcess first = running();
        List<SentMessage> refused = new ArrayList<>();
        List<Runnable> ends = new ArrayList<>();
        for (FakePlatform platform : platforms()) {
            ends.add(inject(platform, new Fault.Answer(throttling(platform))));
            refused.add(platform.user("ann").says("refused"));
        }

        everybodyElseIsAnswered("before");
        first.kill(Signal.KILL);
        first.awaitExit(TIMEOUT);
        running();
        everybodyElseIsAnswered("after");

        assertThat(refused).allMatch(said -> said.answers().isEmpty());
        ends.forEach(Runnable::run);
        // Weixin's window opens when the user writes; the other conversations still wait for their
        // time.
        SentMessage next = weixin.user("ann").says("open again");
        next.awaitAnswer(TIMEOUT);
        assertThat(refused.get(1).answers()).hasSize(1);
        assertThat(refused.get(0).answers()).isEmpty();
        assertThat(refused.get(2).answers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "silence"})
    void aConversationThatAlwaysFailsDelaysNoOther(String kind) throws Exception {
        home.write(withAllThree(HomeConfig.echo()));
        running();
        List<SentMessage> refused = new ArrayList<>();
        List<Runnable> ends = new ArrayList<>();
        for (FakePlatform platform : platforms()) {
            Fault fault =
                    kind.equals("500") ? Fault.Answer.status(500, "broken") : new Fault.HalfOpen();
            ends.add(inject(platform, fault));
            refused.add(platform.user("ann").says("refused"));
        }

        for (int i = 0; i < 3; i++) {
            everybodyElseIsAnswered(Integer.toString(i));
        }

        assertThat(refused).allMatch(said -> said.answers().isEmpty());
        ends.forEach(Runnable::run);
        for (SentMessage said : refused) {
            said.awaitAnswer(TIMEOUT);
        }
    }

    @Test
    void aTopicThatIsGoneDoesNotKeepTheAnswerAway() throws Exception {
        running();
        var group = telegram.supergroup(telegram.token(), "team");
        SentMessage said = group.user("ann", 7).says("anybody here?");
        said.awaitAnswer(TIMEOUT);
        var gone =
                FaultRule.on(
                                telegram.sendPath(),
                                new Fault.Answer(
                                        Response.json(
                                                400,
                                                json(
                                                        "{'ok':false,'error_code':400,'description':"
                                                                + "'Bad Request: TOPIC_CLOSED'}"))))
                        .containing("message_thread_id");
        telegram.server().faults().add(gone);

        group.user("ann", 7).says("still here?");

        await().atMost(TIMEOUT)
                .until(
                        () ->
                                group.user("bob").heard().stream()
                                        .anyMatch(
                                                botMessage ->
                                                        botMessage.text().contains("still here?")));
    }

    @Test
    void aPageOfSomethingInBetweenIsNoVerdictOnTheCredentials() throws Exception {
        FaultRegistry faults = telegram.server().faults();
        String portal = faults.add(FaultRule.on("*", Fault.Answer.status(401, "<html>Pay</html>")));
        RunningProcess run = gateway.start("run");
        await().atMost(TIMEOUT).until(() -> faults.injectedCount(portal) > 1);

        faults.remove(portal);

        home.awaitState("running", TIMEOUT);
        telegram.user("ann").says("hello").awaitAnswer(TIMEOUT);
        assertThat(run.isAlive()).isTrue();
    }

    private void everybodyElseIsAnswered(String word) throws Exception {
        List<SentMessage> said = new ArrayList<>();
        for (FakePlatform platform : platforms()) {
            for (String name : List.of("bob", "cleo")) {
                said.add(platform.user(name).says(word + " of " + name));
            }
        }
        for (SentMessage one : said) {
            one.awaitAnswer(TIMEOUT);
        }
    }

    /** Injects a fault into the messages to one user; the returned action waits for its effect. */
    private Runnable inject(FakePlatform platform, Fault fault) {
        FaultRegistry faults = platform.server().faults();
        String id =
                faults.add(
                        FaultRule.on(platform.sendPath(), fault)
                                .containing(platform.user("ann").conversation()));
        return () -> {
            await().atMost(TIMEOUT).until(() -> faults.injectedCount(id) > 0);
            faults.remove(id);
        };
    }

    private Response throttling(FakePlatform platform) {
        if (platform == telegram) {
            return Response.json(
                    429,
                    json(
                            "{'ok':false,'error_code':429,'description':'Too Many Requests: retry"
                                    + " after HOUR','parameters':{'retry_after':HOUR}}"));
        }
        return platform == weixin
                ? Response.json(200, json("{'ret':-2,'errmsg':'prepare failed'}"))
                : Response.json(400, json("{'code':230020,'msg':'frequency limit of the chat'}"))
                        .withHeader("x-ogw-ratelimit-reset", HOUR);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"').replace("HOUR", HOUR));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
