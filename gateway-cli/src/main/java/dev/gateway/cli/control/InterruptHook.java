package dev.gateway.cli.control;

import dev.gateway.cli.terminal.ConsoleOutput;

/**
 * A shutdown hook for a command that a signal ends during its work. A command that ends by itself
 * halts, so the hook does not run. Thread-safe.
 */
final class InterruptHook {

    private volatile Runnable action = () -> {};

    private final ConsoleOutput err;

    private InterruptHook(ConsoleOutput err) {
        this.err = err;
    }

    /** Installs a hook that does nothing yet. */
    static InterruptHook install(ConsoleOutput err) {
        var interrupt = new InterruptHook(err);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> interrupt.action.run(), "on-interrupt"));
        return interrupt;
    }

    /** Sets a message to print. */
    void setMessage(String text) {
        action =
                () -> {
                    err.line("");
                    err.line(text);
                };
    }

    /** Sets a task to run and a message to print after it. */
    void setAction(Runnable task, String text) {
        action =
                () -> {
                    task.run();
                    err.line("");
                    err.line(text);
                };
    }

    /** Makes the hook do nothing. */
    void clear() {
        action = () -> {};
    }
}
