package dev.gateway.sim.chat;

/**
 * The options of a fake platform.
 *
 * @param port of 127.0.0.1; 0 for any free one
 * @param bots the number of bots, at least one; each has a token
 * @param lenient true to repeat within a second what the real platform repeats later, and to keep
 *     everything that is not confirmed, as scenarios and the demo need it
 */
public record FakeOptions(int port, int bots, boolean lenient) {

    /** Validates the numbers. */
    public FakeOptions {
        if (port < 0 || bots < 1) {
            throw new IllegalArgumentException("a port and at least one bot");
        }
    }

    /** Returns options with one bot that follow the real platform as closely as possible. */
    public static FakeOptions onPort(int port) {
        return new FakeOptions(port, 1, false);
    }

    /** Returns options for a scenario or the demo. */
    public static FakeOptions lenient(int bots) {
        return new FakeOptions(0, bots, true);
    }
}
