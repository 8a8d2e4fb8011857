package dev.gateway.core.terminal;

/** A number of things in words. */
public final class Quantity {

    private Quantity() {}

    /** Returns the number and its noun, as {@code 1 message} or {@code 2 messages}. */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
