package dev.gateway.cli.control;

import dev.gateway.cli.terminal.ConsoleOutput;

/**
 * What is said and done when this command is ended by a signal in the middle of its work. A command
 * that ends by itself halts and says nothing. Thread-safe.
 */
final class InterruptHook {

    private volatile Runnable action = () -> {};

    private final ConsoleOutput err;

    private InterruptHook(ConsoleOutput err) {
        this.err = err;
    }

    /** From now on; nothing is said yet. */
    static InterruptHook install(ConsoleOutput err) {
        var interrupt = new InterruptHook(err);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> interrupt.action.run(), "on-interrupt"));
        return interrupt;
    }

    /** Says this from now on. */
    void setMessage(String text) {
        action =
                () -> {
                    err.line("");
                    err.line(text);
                };
    }

    /** Does this from now on, and says that. */
    void setAction(Runnable task, String text) {
        action =
                () -> {
                    task.run();
                    err.line("");
                    err.line(text);
                };
    }

    /** Nothing any more. */
    void clear() {
        action = () -> {};
    }
}
