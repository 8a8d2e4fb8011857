package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.message.MessageHandler.HandlerException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessageMemoryBudgetTest {

    private static final String LONG = "x".repeat(MessageMemoryBudget.ORDINARY_TEXT + 1);

    private final MessageMemoryBudget memory = MessageMemoryBudget.ofHeap(64L << 20);

    @Test
    void hasRoomForSomeMessagesInASmallHeap() {
        assertThat(memory.messages()).isEqualTo(16);
        assertThat(MessageMemoryBudget.ofHeap(1L << 20).messages()).isEqualTo(1);
    }

    @Test
    void anAnswerThatWasRefusedForWantOfMemoryWaitsForItAtTheNextTry() throws Exception {
        MessageMemoryShare other = memory.share("1", 0);
        other.take(LONG);
        try (MessageMemoryShare first = memory.share("2", 0)) {
            assertThatThrownBy(() -> first.take(LONG)).isInstanceOf(HandlerException.class);
            assertThat(first.hasRefused()).isTrue();
            memory.refused("2");
        }

        var second = new CompletableFuture<Boolean>();
        var thread =
                new Thread(
                        () -> {
                            try (MessageMemoryShare share = memory.share("2", 0)) {
                                share.take(LONG);
                                second.complete(true);
                            } catch (HandlerException | InterruptedException e) {
                                second.completeExceptionally(e);
                            }
                        });
        thread.start();
        other.close();

        assertThat(second.get(50, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anotherMessageDoesNotWaitForIt() throws Exception {
        try (MessageMemoryShare large = memory.share("1", 0)) {
            large.take(LONG);
            memory.refused("2");
            memory.share("3", 0).close();
        }
    }
}
