package dev.gateway.core.reload;

import dev.gateway.core.process.ControllingTerminal;
import dev.gateway.core.shutdown.StopRequest;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGHUP means. It asks a daemon to read its config again; but it is also what a program in a
 * terminal gets when that is closed, and then its owner expects it to end. The kernel has taken the
 * terminal away by then, which tells the two apart. A gateway that has outlived its terminal, as
 * one that a shell has disowned, is a daemon from then on. Thread-safe.
 */
public final class SighupHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SighupHandler.class);

    /** The signal comes with the loss of the terminal, and a busy shell may need a moment. */
    private static final Duration OUTLIVED = Duration.ofSeconds(5);

    private final BooleanSupplier terminal;
    private final StopRequest stop;
    private final ReloadRequest reload;
    private final LongSupplier nanos;
    private boolean interactive;
    private boolean lost;
    private long lostAt;

    /** For this process, from now on. */
    public SighupHandler(StopRequest stop, ReloadRequest reload) {
        this(ControllingTerminal.ofThisProcess()::isThere, stop, reload, System::nanoTime);
    }

    public SighupHandler(
            BooleanSupplier terminal, StopRequest stop, ReloadRequest reload, LongSupplier nanos) {
        this.terminal = terminal;
        this.stop = stop;
        this.reload = reload;
        this.nanos = nanos;
        this.interactive = terminal.getAsBoolean();
    }

    /** The signal has come. */
    public synchronized void signalled() {
        look();
        if (interactive && !terminal.getAsBoolean()) {
            stop.request("SIGHUP, its terminal was closed");
        } else {
            reload.request();
        }
    }

    /** To be called every second or so. */
    public synchronized void look() {
        if (!interactive) {
            return;
        }
        if (terminal.getAsBoolean()) {
            lost = false;
        } else if (!lost) {
            lost = true;
            lostAt = nanos.getAsLong();
        } else if (nanos.getAsLong() - lostAt > OUTLIVED.toNanos()) {
            interactive = false;
            LOG.info("The terminal is gone; SIGHUP reloads the config from now on.");
        }
    }
}
