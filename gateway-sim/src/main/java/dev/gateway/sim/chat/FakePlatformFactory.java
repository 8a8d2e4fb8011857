package dev.gateway.sim.chat;

/**
 * Starts fake platforms of one type. Found as {@link java.util.ServiceLoader} finds it: a jar in an
 * adapters folder or on the class path adds a fake to {@code serve}, {@code run} and {@code demo}.
 */
public interface FakePlatformFactory {

    /** The type of the platform in a gateway's config, for instance {@code telegram}. */
    String type();

    /**
     * Starts one.
     *
     * @throws java.io.UncheckedIOException if the port is taken
     */
    FakePlatform start(FakeOptions options);
}
