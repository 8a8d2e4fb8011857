package dev.gateway.sim.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.time.ManualClock;
import dev.gateway.sim.referee.PollOverlap;
import dev.gateway.sim.referee.PollRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of getUpdates, as the open-source server implements them. */
class FakeTelegramPollTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONFLICT =
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance"
                    + " is running";

    private final ManualClock clock = new ManualClock();
    private final FakeTelegram telegram =
            FakeTelegram.start(
                    TelegramOptions.defaults().clock(clock).conflictPause(Duration.ofMillis(300)));
    private final BotApiClient old = new BotApiClient(telegram);
    private final BotApiClient newcomer = new BotApiClient(telegram);

    @AfterEach
    void close() {
        telegram.close();
    }

    private CompletableFuture<BotApiClient.Answer> poll(BotApiClient client, Object... more) {
        var arguments = new java.util.HashMap<String, Object>(Map.of("timeout", 50));
        for (int i = 0; i < more.length; i += 2) {
            arguments.put((String) more[i], more[i + 1]);
        }
        int before = telegram.referee().polls().size();
        CompletableFuture<BotApiClient.Answer> answer = client.later("getUpdates", arguments);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> telegram.referee().polls().size() > before);
        return answer;
    }

    private static List<String> texts(BotApiClient.Answer answer) {
        return StreamSupport.stream(answer.result().spliterator(), false)
                .map(update -> update.path("message").path("text").asText())
                .toList();
    }

    /**
     * Waits for the end of a poll: the client may have its answer before the server has recorded
     * that.
     */
    private void awaitEnd(int index, PollRecord.End end) {
        await().atMost(SOON).until(() -> record(index).end() == end);
    }

    private PollRecord record(int index) {
        return telegram.referee().polls().get(index);
    }

    @Test
    void holdsAPollUntilAMessageArrives() throws Exception {
        var poll = poll(old);
        assertThat(poll).isNotDone();

        telegram.user("mama").says("hello");

        BotApiClient.Answer answer = poll.get(60, TimeUnit.SECONDS);
        assertThat(texts(answer)).containsExactly("hello");
        JsonNode message = answer.result().get(0).path("message");
        assertThat(message.path("chat").path("type").asText()).isEqualTo("private");
        assertThat(message.path("from").path("first_name").asText()).isEqualTo("mama");
        assertThat(message.path("date").asLong()).isEqualTo(clock.instant().getEpochSecond());
        awaitEnd(0, PollRecord.End.ANSWERED);
    }

    @Test
    void answersWithoutUpdatesAtTheTimeout() {
        long start = System.nanoTime();
        BotApiClient.Answer answer = old.call("getUpdates", Map.of("timeout", 1));

        assertThat(answer.result()).isEmpty();
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void clampsTheTimeout() {
        try (FakeTelegram impatient =
                FakeTelegram.start(TelegramOptions.defaults().longestPoll(Duration.ofSeconds(1)))) {
            var answer = new BotApiClient(impatient).call("getUpdates", Map.of("timeout", 100_000));
            assertThat(answer.result()).isEmpty();
        }
        assertThat(TelegramOptions.defaults().longestPoll()).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void failsTheOldPollAndHoldsTheNewOne() throws Exception {
        var first = poll(old);
        var second = poll(newcomer);

        BotApiClient.Answer conflict = first.get(60, TimeUnit.SECONDS);
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.body().path("error_code").asInt()).isEqualTo(409);
        assertThat(conflict.description()).isEqualTo(CONFLICT);
        assertThat(second).isNotDone();
        telegram.user("mama").says("who is there?");
        assertThat(texts(second.get(60, TimeUnit.SECONDS))).containsExactly("who is there?");
        awaitEnd(0, PollRecord.End.DISPLACED);
        awaitEnd(1, PollRecord.End.ANSWERED);
        assertThat(telegram.referee().overlaps())
                .singleElement()
                .satisfies(both -> assertThat(both.nanos()).isPresent());
    }

    @Test
    void delaysTheAnswerToASecondConflict() throws Exception {
        var first = poll(old);
        var second = poll(newcomer);
        first.get(60, TimeUnit.SECONDS);
        long displaced = System.nanoTime();
        var third = poll(new BotApiClient(telegram));

        assertThat(second.get(60, TimeUnit.SECONDS).status()).isEqualTo(409);
        assertThat(Duration.ofNanos(System.nanoTime() - displaced))
                .isGreaterThan(Duration.ofMillis(250));
        third.cancel(true);
    }

    @Test
    void keepsTheWaitingPollWhenAnotherIsAnsweredAtOnce() throws Exception {
        telegram.user("mama").says("one");
        telegram.user("mama").says("two");
        long first = old.call("getUpdates").result().get(0).path("update_id").asLong();
        var waiting = poll(old, "offset", first + 2);
        telegram.user("mama").says("three");
        waiting.get(60, TimeUnit.SECONDS);
        var again = poll(old, "offset", first + 3);

        assertThat(newcomer.call("getUpdates", Map.of("timeout", 0)).result()).isEmpty();

        assertThat(again).isNotDone();
        again.cancel(true);
    }

    @Test
    void removesOnlyUpdatesThatALaterOffsetConfirms() {
        TelegramUser mama = telegram.user("mama");
        mama.says("one");
        mama.says("two");
        mama.says("three");

        JsonNode all = old.call("getUpdates").result();
        assertThat(all).hasSize(3);
        long first = all.get(0).path("update_id").asLong();
        assertThat(all.get(2).path("update_id").asLong()).isEqualTo(first + 2);
        forgetHotLoop();
        assertThat(old.call("getUpdates").result()).hasSize(3);

        assertThat(texts(old.call("getUpdates", Map.of("offset", first + 1))))
                .containsExactly("two", "three");
        assertThat(telegram.pendingUpdates(telegram.token())).isEqualTo(2);
        forgetHotLoop();
        assertThat(texts(newcomer.call("getUpdates", Map.of("offset", -1))))
                .containsExactly("three");
        assertThat(telegram.pendingUpdates(telegram.token())).isEqualTo(1);
    }

    private void forgetHotLoop() {
        clock.forward(Duration.ofSeconds(4));
    }

    @Test
    void deliversAnUnconfirmedUpdateAgainAfterAClientDied() throws Exception {
        var poll = poll(old);
        var sent = telegram.user("mama").says("hello");
        poll.get(60, TimeUnit.SECONDS);

        assertThat(texts(newcomer.call("getUpdates", Map.of("timeout", 50))))
                .containsExactly("hello");
        assertThat(sent.ledgerMessage().deliveries()).hasSize(2);
    }

    @Test
    void ignoresAnOffsetFarInTheFuture() {
        telegram.user("mama").says("still here");

        assertThat(texts(old.call("getUpdates", Map.of("offset", 2_000_000_000))))
                .containsExactly("still here");
    }

    @Test
    void slowsDownAHotLoop() {
        TelegramUser mama = telegram.user("mama");
        old.call("getUpdates");
        mama.says("one");
        mama.says("two");
        assertThat(old.call("getUpdates").result()).as("within 0.5 s").hasSize(1);

        clock.forward(Duration.ofMillis(600));
        assertThat(old.call("getUpdates").result()).as("after 0.5 s").hasSize(2);

        long next = 2_000_000_000L;
        long behind = old.call("getUpdates").result().get(0).path("update_id").asLong() + 2;
        assertThat(next).isGreaterThan(behind);
        long start = System.nanoTime();
        old.call("getUpdates", Map.of("offset", behind));
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(3));
        start = System.nanoTime();
        old.call("getUpdates", Map.of("offset", behind));
        assertThat(System.nanoTime() - start)
                .as("the same offset again within 3 s waits 3 s")
                .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2_900));
    }

    @Test
    void returnsAtMostTheRequestedNumber() {
        for (int i = 0; i < 120; i++) {
            telegram.user("mama").says("message " + i);
        }

        assertThat(old.call("getUpdates", Map.of("limit", 7)).result()).hasSize(7);
        forgetHotLoop();
        assertThat(old.call("getUpdates", Map.of("limit", 1000)).result()).hasSize(100);
        forgetHotLoop();
        assertThat(old.call("getUpdates", Map.of("limit", -5)).result()).hasSize(1);
    }

    @Test
    void removesUpdatesOlderThanADay() {
        telegram.user("mama").says("yesterday");
        clock.forward(Duration.ofHours(23));
        telegram.user("mama").says("an hour ago");
        clock.forward(Duration.ofHours(1));

        assertThat(texts(old.call("getUpdates"))).containsExactly("an hour ago");
    }

    @Test
    void remembersWhichUpdatesAreWanted() {
        old.call("getUpdates", Map.of("allowed_updates", List.of("callback_query")));
        telegram.user("mama").says("unwanted");
        forgetHotLoop();
        assertThat(old.call("getUpdates").result()).isEmpty();

        forgetHotLoop();
        old.call("getUpdates", Map.of("allowed_updates", List.of()));
        telegram.user("mama").says("wanted");
        forgetHotLoop();
        assertThat(texts(old.call("getUpdates"))).containsExactly("wanted");
    }

    @Test
    void refusesToPollWhileAWebhookIsSet() throws Exception {
        var waiting = poll(old);
        var set = newcomer.call("setWebhook", Map.of("url", "https://bot.example/hook"));
        assertThat(set.description()).isEqualTo("Webhook was set");
        assertThat(waiting.get(60, TimeUnit.SECONDS).description())
                .isEqualTo("Conflict: terminated by setWebhook request");

        clock.forward(Duration.ofSeconds(1));
        BotApiClient.Answer refused = old.call("getUpdates");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.description())
                .isEqualTo(
                        "Conflict: can't use getUpdates method while webhook is active; use"
                                + " deleteWebhook to delete the webhook first");
        assertThat(old.call("getWebhookInfo").result().path("url").asText())
                .isEqualTo("https://bot.example/hook");

        telegram.user("mama").says("to be dropped");
        var deleted = old.call("deleteWebhook", Map.of("drop_pending_updates", true));
        assertThat(deleted.description()).isEqualTo("Webhook was deleted");
        assertThat(old.call("deleteWebhook").description()).isEqualTo("Webhook is already deleted");
        assertThat(old.call("getUpdates").result()).isEmpty();
    }

    @Test
    void keepsTheWaitingPollOfADeadClientWithoutHarm() throws Exception {
        var ghost = poll(old);
        ghost.cancel(true);
        awaitEnd(0, PollRecord.End.CLIENT_CLOSED);

        var next = poll(newcomer);
        telegram.user("mama").says("hello");

        assertThat(texts(next.get(60, TimeUnit.SECONDS))).containsExactly("hello");
        assertThat(record(0).end()).isEqualTo(PollRecord.End.CLIENT_CLOSED);
        assertThat(telegram.referee().overlaps()).isEmpty();
    }

    @Test
    void losesNoUpdateGivenToTheWaitingPollOfADeadClient() throws Exception {
        poll(old).cancel(true);
        awaitEnd(0, PollRecord.End.CLIENT_CLOSED);

        var sent = telegram.user("mama").says("into the void");
        assertThat(texts(newcomer.call("getUpdates", Map.of("timeout", 50))))
                .containsExactly("into the void");
        assertThat(sent.ledgerMessage().deliveries()).hasSize(1);
    }

    @Test
    void anotherBotIsAnotherQueue() throws Exception {
        String token = telegram.addBot("second_fake_bot");
        BotApiClient second = new BotApiClient(telegram.server().uri(), token);
        var poll = poll(old);

        telegram.user(token, "mama").says("only for the second");

        assertThat(texts(second.call("getUpdates"))).containsExactly("only for the second");
        assertThat(poll).isNotDone();
        assertThat(telegram.referee().overlaps()).isEmpty();
        poll.cancel(true);
    }

    @Test
    void knowsThatTwoPollsOfThisTestAreOneProcess() throws Exception {
        var first = poll(old);
        telegram.server().connections().get(0).whenProcessKnown().get(60, TimeUnit.SECONDS);
        var second = poll(newcomer);
        telegram.server().connections().get(1).whenProcessKnown().get(60, TimeUnit.SECONDS);

        first.get(60, TimeUnit.SECONDS);
        assertThat(telegram.referee().overlaps())
                .extracting(PollOverlap::kind)
                .containsExactly(PollOverlap.Kind.SAME_PROCESS);
        assertThat(telegram.referee().violations()).isEmpty();
        second.cancel(true);
    }
}
