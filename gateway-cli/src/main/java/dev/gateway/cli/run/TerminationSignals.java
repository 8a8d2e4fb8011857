package dev.gateway.cli.run;

import dev.gateway.core.shutdown.StopRequest;
import java.util.function.BooleanSupplier;

/** The reaction to SIGTERM and SIGINT: a stop, unless another component takes SIGTERM. */
final class TerminationSignals {

    private final StopRequest stop;
    private volatile BooleanSupplier onTerminate = () -> false;

    TerminationSignals(StopRequest stop) {
        this.stop = stop;
    }

    /** Has {@code taker} asked first whether a SIGTERM is for it and no stop. */
    void offerTo(BooleanSupplier taker) {
        onTerminate = taker;
    }

    /** Reacts to a signal, on a thread of its own. */
    void onSignal(String name) {
        if (!name.equals("TERM") || !onTerminate.getAsBoolean()) {
            stop.request("SIG" + name);
        }
    }
}
