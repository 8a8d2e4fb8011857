package dev.gateway.sim.process;

/** A process did not do what was expected of it in time; the message says what it did instead. */
public final class ExpectationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what was expected and what was seen. */
    public ExpectationFailedException(String message) {
        super(message);
    }
}
