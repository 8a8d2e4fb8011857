package dev.gateway.core.control;

/**
 * The home was not acquired: another instance holds it, or won the race for it. The message is for
 * the operator: one line, with the PID and the next step.
 */
public final class HomeHeldException extends Exception {

    /** Creates an exception with the message for the operator. */
    public HomeHeldException(String message) {
        super(message);
    }
}
