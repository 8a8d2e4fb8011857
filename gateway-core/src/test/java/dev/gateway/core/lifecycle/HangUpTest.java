package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HangUpTest {

    private final StopRequest stop = new StopRequest();
    private final ReloadRequest reload = new ReloadRequest();
    private final AtomicBoolean terminal = new AtomicBoolean();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aDaemonReloads() throws Exception {
        hangUp().signalled();

        assertThat(stop.isRequested()).isFalse();
        assertThat(reload.take(Duration.ZERO)).isTrue();
        assertThat(reload.take(Duration.ZERO)).as("once").isFalse();
    }

    @Test
    void oneInATerminalReloadsWhileThatIsThereAndEndsWithIt() throws Exception {
        terminal.set(true);
        HangUp hangUp = hangUp();

        hangUp.signalled();
        assertThat(reload.take(Duration.ZERO)).isTrue();
        assertThat(stop.isRequested()).isFalse();

        terminal.set(false);
        hangUp.signalled();
        assertThat(stop.isRequested()).isTrue();
        assertThat(reload.take(Duration.ZERO)).isFalse();
    }

    @Test
    void oneThatHasOutlivedItsTerminalIsADaemon() throws Exception {
        terminal.set(true);
        HangUp hangUp = hangUp();
        terminal.set(false);
        hangUp.look();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        hangUp.look();

        hangUp.signalled();

        assertThat(stop.isRequested()).isFalse();
        assertThat(reload.take(Duration.ZERO)).isTrue();
    }

    private HangUp hangUp() {
        return new HangUp(terminal::get, stop, reload, nanos::get);
    }
}
