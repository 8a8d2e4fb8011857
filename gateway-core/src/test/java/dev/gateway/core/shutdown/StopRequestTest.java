package dev.gateway.core.shutdown;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StopRequestTest {

    private final StopRequest stop = new StopRequest();

    @AfterEach
    void leaveNoInterruptBehind() {
        Thread.interrupted();
    }

    @Test
    void theFirstReasonAndCodeCount() {
        assertThat(stop.isRequested()).isFalse();
        assertThat(stop.reason()).isEmpty();
        stop.request("lock file replaced", ExitCode.TRY_AGAIN);
        stop.request("SIGTERM");
        assertThat(stop.isRequested()).isTrue();
        assertThat(stop.reason()).contains("lock file replaced");
        assertThat(stop.code()).isEqualTo(ExitCode.TRY_AGAIN);
    }

    @Test
    void theSecondOneShortens() {
        stop.request("SIGTERM");
        assertThat(stop.isShortened()).isFalse();
        stop.request("SIGTERM");
        assertThat(stop.isShortened()).isTrue();
    }

    @Test
    void theBoundThreadIsInterruptedEachTime() {
        stop.bindToCurrentThread();
        stop.request("SIGTERM");
        assertThat(Thread.interrupted()).isTrue();
        stop.request("SIGTERM");
        assertThat(Thread.interrupted()).isTrue();
        stop.unbind();
        stop.request("SIGTERM");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aRequestThatCameBeforeTheThreadWasBoundReachesItAllTheSame() {
        stop.request("SIGTERM");
        stop.bindToCurrentThread();
        assertThatThrownBy(stop::check).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void unbindingClearsWhatIsPending() {
        stop.bindToCurrentThread();
        stop.request("SIGTERM");
        stop.unbind();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void checkingWithoutARequestDoesNothing() {
        assertThatCode(stop::check).doesNotThrowAnyException();
    }

    @Test
    void awaitEndsWithTheRequestAndWithNothingElse() throws Exception {
        var waiting =
                new FutureTask<>(
                        () -> {
                            stop.bindToCurrentThread();
                            stop.await();
                            return !Thread.currentThread().isInterrupted();
                        });
        var thread = new Thread(waiting);
        thread.start();
        thread.interrupt();
        assertThat(waiting.isDone()).isFalse();
        stop.request("SIGTERM");
        assertThat(waiting.get(30, SECONDS)).isTrue();
    }

    @Test
    void whatIsToBeDoneAtOnceIsDoneOnce() {
        var times = new AtomicInteger();
        stop.onFirst(times::incrementAndGet);
        assertThat(times).hasValue(0);
        stop.request("SIGTERM");
        stop.request("SIGTERM");
        assertThat(times).hasValue(1);
    }

    @Test
    void orRightAwayIfItWasRequestedAlready() {
        var times = new AtomicInteger();
        stop.request("SIGTERM");
        stop.onFirst(times::incrementAndGet);
        assertThat(times).hasValue(1);
    }
}
