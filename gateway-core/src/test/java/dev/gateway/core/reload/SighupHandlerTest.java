package dev.gateway.core.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.shutdown.StopRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SighupHandlerTest {

    private final StopRequest stop = new StopRequest();
    private final ReloadRequest reload = new ReloadRequest();
    private final AtomicBoolean terminal = new AtomicBoolean();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aDaemonReloads() throws Exception {
        hangUp().onSignal();

        assertThat(stop.isRequested()).isFalse();
        assertThat(reload.take(Duration.ZERO)).isTrue();
        assertThat(reload.take(Duration.ZERO)).as("once").isFalse();
    }

    @Test
    void oneInATerminalReloadsWhileThatIsThereAndEndsWithIt() throws Exception {
        terminal.set(true);
        SighupHandler sighup = hangUp();

        sighup.onSignal();
        assertThat(reload.take(Duration.ZERO)).isTrue();
        assertThat(stop.isRequested()).isFalse();

        terminal.set(false);
        sighup.onSignal();
        assertThat(stop.isRequested()).isTrue();
        assertThat(reload.take(Duration.ZERO)).isFalse();
    }

    @Test
    void oneThatHasOutlivedItsTerminalIsADaemon() throws Exception {
        terminal.set(true);
        SighupHandler sighup = hangUp();
        terminal.set(false);
        sighup.checkTerminal();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        sighup.checkTerminal();

        sighup.onSignal();

        assertThat(stop.isRequested()).isFalse();
        assertThat(reload.take(Duration.ZERO)).isTrue();
    }

    private SighupHandler hangUp() {
        return new SighupHandler(terminal::get, stop, reload, nanos::get);
    }
}
