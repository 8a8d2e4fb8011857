package dev.gateway.core.reload;

import dev.gateway.core.process.ControllingTerminal;
import dev.gateway.core.shutdown.StopRequest;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handler of SIGHUP, which has two meanings. It asks a daemon to reload its config; it also tells a
 * program that its terminal was closed, and then the owner expects it to end. By then the kernel
 * has taken the terminal away, which distinguishes the two. A gateway that has outlived its
 * terminal, such as one disowned by a shell, is a daemon from then on. Thread-safe.
 */
public final class SighupHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SighupHandler.class);

    /**
     * The tolerance between the loss of the terminal and the signal, which a busy shell may send
     * late.
     */
    private static final Duration SIGNAL_DELAY = Duration.ofSeconds(5);

    private final BooleanSupplier terminal;
    private final StopRequest stop;
    private final ReloadRequest reload;
    private final LongSupplier nanos;
    private boolean interactive;
    private boolean lost;
    private long lostAt;

    /** Creates a handler for this process that starts watching its terminal now. */
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

    /** Handles one SIGHUP. */
    public synchronized void onSignal() {
        checkTerminal();
        if (interactive && !terminal.getAsBoolean()) {
            stop.request("SIGHUP, its terminal was closed");
        } else {
            reload.request();
        }
    }

    /** Checks the terminal; to be called about every second. */
    public synchronized void checkTerminal() {
        if (!interactive) {
            return;
        }
        if (terminal.getAsBoolean()) {
            lost = false;
        } else if (!lost) {
            lost = true;
            lostAt = nanos.getAsLong();
        } else if (nanos.getAsLong() - lostAt > SIGNAL_DELAY.toNanos()) {
            interactive = false;
            LOG.info("The terminal is gone; SIGHUP reloads the config from now on.");
        }
    }
}
