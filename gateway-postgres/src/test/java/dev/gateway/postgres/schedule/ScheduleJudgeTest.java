package dev.gateway.postgres.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.postgres.schedule.Evidence.Change;
import dev.gateway.postgres.schedule.Evidence.Handling;
import dev.gateway.postgres.schedule.Evidence.Noted;
import dev.gateway.postgres.schedule.Evidence.Permit;
import dev.gateway.postgres.schedule.Evidence.Poll;
import dev.gateway.postgres.schedule.Evidence.Received;
import dev.gateway.postgres.schedule.Evidence.Sending;
import dev.gateway.postgres.schedule.Evidence.Stored;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The judge of random schedules, with evidence that is made up. */
class ScheduleJudgeTest {

    private final Evidence evidence = new Evidence();
    private final FakeAccount weixin =
            new FakeAccount("weixin", DeliveryManner.CONSUMED_ON_DELIVERY);

    @Test
    void aCheckThatSucceedsAfterOneOfALaterHolderIsFound() {
        evidence.add(permit("a", 1, 10));
        evidence.add(permit("b", 2, 20));
        assertThat(broken()).isEmpty();

        evidence.add(permit("a", 1, 30));

        assertThat(broken()).singleElement().asString().contains("allowed a former holder");
    }

    @Test
    void onePollBesideALaterHolderIsAllowedAndASecondIsNot() {
        evidence.add(new Poll(permit("a", 1, 10), 15, 30));
        evidence.add(new Poll(permit("b", 2, 20), 21, 40));
        assertThat(broken()).isEmpty();

        evidence.add(new Poll(permit("a", 1, 11), 31, 35));

        assertThat(broken()).singleElement().asString().contains("several polls");
    }

    @Test
    void aCursorThatGoesBackIsFound() {
        assertThat(broken(change(1, "a", 5), change(2, "b", 5), change(2, "b", 7))).isEmpty();
        assertThat(broken(change(1, "a", 5), change(1, "a", 4)))
                .singleElement()
                .asString()
                .contains("cursor went back");
    }

    @Test
    void twoHoldersWithOneNumberAreFound() {
        assertThat(broken(change(1, "a", 0), change(1, null, 0), change(2, "b", 0))).isEmpty();
        assertThat(broken(change(1, "a", 0), change(1, "b", 0)))
                .singleElement()
                .asString()
                .contains("number of its own");
    }

    @Test
    void aMessageBeforeItsPredecessorIsFoundUnlessOneWasStoredLate() {
        handled("c#1", 1, 10);
        handled("c#2", 2, 20);
        assertThat(broken()).isEmpty();
        handled("c#4", 4, 30);
        handled("c#3", 3, 40);
        assertThat(broken()).singleElement().asString().contains("out of order");

        evidence.add(new Stored("weixin", "c#3", "a", true));

        assertThat(broken()).isEmpty();
    }

    @Test
    void anAnswerBeforeThatOfItsPredecessorIsFound() {
        handled("c#1", 1, 10);
        handled("c#2", 2, 20);
        evidence.add(sending("k2", "re c#2", 30));
        evidence.add(sending("k1", "re c#1", 40));

        assertThat(broken()).singleElement().asString().contains("answers out of order");
    }

    @Test
    void aMessageWithoutAnAnswerIsLostUnlessItDiedWithTheProcessThatHadIt() throws Exception {
        weixin.say("c");
        weixin.receive(Optional.empty(), System.nanoTime());
        evidence.add(new Received("weixin", "c#1", "a"));
        assertThat(broken()).singleElement().asString().contains("never answered");

        evidence.killed("a");
        assertThat(broken()).isEmpty();

        evidence.add(new Stored("weixin", "c#1", "b", true));
        assertThat(broken()).singleElement().asString().contains("never answered");
    }

    @Test
    void anAnswerThatIsSentAgainAfterItWasNotedIsFound() {
        Sending first = sending("k1", "re c#1", 10);
        evidence.add(first);
        evidence.add(new Noted(first, 20));
        evidence.add(sending("k1", "re c#1", 15));
        assertThat(broken()).as("checked before").isEmpty();

        evidence.add(sending("k1", "re c#1", 30));

        assertThat(broken()).singleElement().asString().contains("sent again");
    }

    @Test
    void twoAnswersToOneMessageAreFound() {
        evidence.add(sending("k1", "re c#1", 10));
        evidence.add(sending("k2", "re c#1", 20));

        assertThat(broken()).singleElement().asString().contains("two answers");
    }

    private List<String> broken(Change... changes) {
        return new ScheduleJudge(evidence, List.of(weixin), List.of(changes)).broken();
    }

    private static Permit permit(String life, long epoch, long at) {
        return new Permit("weixin", life, epoch, at, at);
    }

    private static Change change(long epoch, String session, long cursor) {
        return new Change("weixin", epoch, session, cursor);
    }

    private static Sending sending(String key, String text, long at) {
        return new Sending("weixin", "c", key, text, permit("a", 1, at), at);
    }

    private void handled(String text, long row, long at) {
        var handling = new Handling("weixin", "c", text, row, "a", at);
        evidence.add(handling);
        evidence.answered(handling);
    }
}
