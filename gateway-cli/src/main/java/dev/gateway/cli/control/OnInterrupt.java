package dev.gateway.cli.control;

/**
 * What is said and done when this command is ended by a signal in the middle of its work. A command
 * that ends by itself halts and says nothing. Thread-safe.
 */
final class OnInterrupt {

    private volatile Runnable action = () -> {};

    private OnInterrupt() {}

    /** From now on; nothing is said yet. */
    static OnInterrupt install() {
        var interrupt = new OnInterrupt();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> interrupt.action.run(), "on-interrupt"));
        return interrupt;
    }

    /** Says this from now on. */
    void say(String text) {
        action =
                () -> {
                    System.err.println();
                    System.err.println(text);
                };
    }

    /** Does this from now on, and says that. */
    void act(Runnable deed, String text) {
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
