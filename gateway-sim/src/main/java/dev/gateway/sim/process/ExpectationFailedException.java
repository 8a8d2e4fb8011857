package dev.gateway.sim.process;

/**
 * Thrown if a process does not do in time what is expected of it; the message says what it did
 * instead.
 */
public final class ExpectationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names what was expected and what was seen. */
    public ExpectationFailedException(String message) {
        super(message);
    }
}
