package dev.gateway.core.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Handlers for signals that replace the JVM's reaction, which is to run the shutdown hooks and end
 * with 143. A listener decides what the process does and with which code it ends.
 *
 * <p>The only place that uses {@code sun.misc.Signal}: Java has no other way to end with an exit
 * code of its own after a signal, since {@link System#exit} inside a shutdown hook never returns.
 *
 * <p>Threading: for each signal the JVM starts a new daemon thread named {@code SIGTERM handler} or
 * alike, so the listener may block, and may be called twice at once. Its exceptions end in that
 * thread's uncaught exception handler.
 *
 * <p>INT and HUP that were ignored when the JVM started (as {@code nohup} and background jobs do)
 * stay ignored: the JVM leaves them alone, and the listener never hears of them.
 */
public final class SignalHandlers implements AutoCloseable {

    private final Map<Signal, SignalHandler> previous = new LinkedHashMap<>();
    private final SignalHandler handler;

    private SignalHandlers(Consumer<String> onSignal) {
        this.handler = signal -> onSignal.accept(signal.getName());
    }

    /**
     * Installs the handlers. A signal may reach the listener before this returns.
     *
     * @param onSignal receives the name without SIG
     * @param names without SIG, for instance {@code TERM}, {@code INT}, {@code HUP}
     * @throws IllegalArgumentException if this system has no such signal or the JVM keeps it for
     *     itself; then all are as they were before
     */
    public static SignalHandlers install(Consumer<String> onSignal, String... names) {
        Objects.requireNonNull(onSignal, "onSignal");
        var trap = new SignalHandlers(onSignal);
        try {
            for (String name : names) {
                trap.take(new Signal(name));
            }
        } catch (IllegalArgumentException e) {
            trap.close();
            throw e;
        }
        return trap;
    }

    private synchronized void take(Signal signal) {
        previous.putIfAbsent(signal, Signal.handle(signal, handler));
    }

    /** Restores the former handlers, unless other code has taken the signal since. Idempotent. */
    @Override
    public synchronized void close() {
        previous.forEach(this::giveBack);
        previous.clear();
    }

    private void giveBack(Signal signal, SignalHandler before) {
        SignalHandler current = Signal.handle(signal, before);
        if (current != handler) {
            Signal.handle(signal, current);
        }
    }
}
