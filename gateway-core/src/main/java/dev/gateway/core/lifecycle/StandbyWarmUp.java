package dev.gateway.core.lifecycle;

/**
 * One-time initialisation that a gateway does while it waits for its home or for a token, so that
 * it polls at once when its turn comes. Implementations are thread-safe, do each step once, return
 * without waiting for a step that another thread is doing, and throw nothing: a failed warm-up
 * costs time later, and that is all.
 */
public interface StandbyWarmUp {

    /** A warm-up that does nothing. */
    StandbyWarmUp NONE =
            new StandbyWarmUp() {
                @Override
                public void beforeHome() {}

                @Override
                public void beforeToken(String type) {}

                @Override
                public void removeLeftovers() {}
            };

    /**
     * Initialises everything that the enabled platforms need. Called before a wait for the home.
     */
    void beforeHome();

    /**
     * Initialises what one platform needs. Called before a wait for its token.
     *
     * @param type the type of the platform
     */
    void beforeToken(String type);

    /** Removes what a killed gateway's warm-up left in the home. Called by the home's owner. */
    void removeLeftovers();
}
