package dev.gateway.core.control;

/**
 * The home was not obtained: another instance holds it, or won the race for it. The message is for
 * the operator: one line, with the PID and the next step.
 */
public final class HomeHeldException extends Exception {

    /** With the message for the operator. */
    public HomeHeldException(String message) {
        super(message);
    }
}
