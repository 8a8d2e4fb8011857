package dev.gateway.sim.chat;

/**
 * How to start a fake platform.
 *
 * @param port of 127.0.0.1; 0 for any free one
 * @param bots how many bots it knows, one at least; each has a token
 * @param lenient whether it repeats within a second what the real platform repeats later, and
 *     forgets nothing that was not confirmed: what scenarios and the demo need
 */
public record FakeOptions(int port, int bots, boolean lenient) {

    /** Checks the numbers. */
    public FakeOptions {
        if (port < 0 || bots < 1) {
            throw new IllegalArgumentException("a port and at least one bot");
        }
    }

    /** One bot, as much like the real platform as it can be. */
    public static FakeOptions onPort(int port) {
        return new FakeOptions(port, 1, false);
    }

    /** For a scenario or the demo. */
    public static FakeOptions lenient(int bots) {
        return new FakeOptions(0, bots, true);
    }
}
