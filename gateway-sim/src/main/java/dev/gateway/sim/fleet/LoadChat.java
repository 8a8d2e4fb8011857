package dev.gateway.sim.fleet;

import java.util.Locale;

/** One person who writes the next message when the last one was answered. Confined to a thread. */
final class LoadChat {

    private final long id;
    private long said;
    private boolean waiting;
    private boolean given;
    private long givenAt;

    LoadChat(long id) {
        this.id = id;
    }

    long id() {
        return id;
    }

    boolean waiting() {
        return waiting;
    }

    /** Returns the text of the next message, which begins with its number. */
    String next() {
        waiting = true;
        given = false;
        return String.format(Locale.ROOT, "%08d is a message of forty-six bytes here", ++said);
    }

    /** Notes that a poll gave the message; the first time counts. */
    void given(long now) {
        if (!given) {
            given = true;
            givenAt = now;
        }
    }

    /**
     * Takes an answer.
     *
     * @return the time since the message was given
     * @throws IllegalStateException if this message is not to be answered now
     */
    long answer(String text, long now) {
        long number;
        try {
            number = Long.parseLong(text, 0, Math.min(text.length(), 8), 10);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("is none of an echo: " + text);
        }
        if (!waiting || !given || number != said) {
            throw new IllegalStateException(
                    number < said || number == said && !waiting
                            ? "to message " + number + " is a second one"
                            : "to message " + number + " came before " + said);
        }
        waiting = false;
        return now - givenAt;
    }
}
