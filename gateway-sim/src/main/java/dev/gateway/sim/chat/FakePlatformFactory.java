package dev.gateway.sim.chat;

/**
 * A factory of fake platforms of one type. {@link java.util.ServiceLoader} finds it: a jar in an
 * adapters folder or on the class path adds a fake to {@code serve}, {@code run} and {@code demo}.
 */
public interface FakePlatformFactory {

    /** Returns the platform's type in a gateway's config, for instance {@code telegram}. */
    String type();

    /**
     * Starts a fake platform.
     *
     * @throws java.io.UncheckedIOException if the port is taken
     */
    FakePlatform start(FakeOptions options);
}
