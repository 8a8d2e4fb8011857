package dev.gateway.cli.control;

/**
 * What is said and done when this command is ended by a signal in the middle of its work. A command
 * that ends by itself halts and says nothing. Thread-safe.
 */
final class InterruptHook {

    private volatile Runnable action = () -> {};

    private InterruptHook() {}

    /** From now on; nothing is said yet. */
    static InterruptHook install() {
        var interrupt = new InterruptHook();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> interrupt.action.run(), "on-interrupt"));
        return interrupt;
    }

    /** Says this from now on. */
    void setMessage(String text) {
        action =
                () -> {
                    System.err.println();
                    System.err.println(text);
                };
    }

    /** Does this from now on, and says that. */
    void setAction(Runnable deed, String text) {
        action =
                () -> {
                    deed.run();
                    System.err.println();
                    System.err.println(text);
                };
    }

    /** Nothing any more. */
    void clear() {
        action = () -> {};
    }
}
