package dev.gateway.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.concurrent.InterruptibleSection.Completion;
import dev.gateway.core.concurrent.InterruptibleSection.ExpiredException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptibleSectionTest {

    private final InterruptibleSection section = new InterruptibleSection();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void anEndWhileInsideIsUsedUpByTheSection() {
        assertThatThrownBy(
                        () ->
                                section.call(
                                        () -> {
                                            section.expire();
                                            throw new InterruptedException();
                                        }))
                .isInstanceOf(ExpiredException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aLateEndDoesNotHitTheThread() throws Exception {
        assertThat(section.<String, RuntimeException>call(() -> "result")).isEqualTo("result");

        section.expire();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aSectionThatHasEndedIsNotEntered() {
        section.expire();
        var entered = new AtomicBoolean();

        assertThatThrownBy(
                        () ->
                                section.call(
                                        () -> {
                                            entered.set(true);
                                            return null;
                                        }))
                .isInstanceOf(ExpiredException.class);
        assertThat(entered).isFalse();
    }

    @Test
    void anInterruptFromElsewhereStays() throws Exception {
        section.<Void, RuntimeException>call(
                () -> {
                    Thread.currentThread().interrupt();
                    return null;
                });

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void aReleaseOverrulesADeadlineAndNothingElse() {
        section.enter();
        section.end(Completion.EXPIRED);
        section.end(Completion.RELEASED);
        section.end(Completion.EXPIRED);

        assertThat(section.abandon()).isFalse();
        assertThat(section.leave()).isEqualTo(Completion.RELEASED);
    }
}
