package dev.gateway.sim.contract;

/**
 * What every adapter has to do, as a suite of JUnit 5 tests against a fake platform. An author
 * extends it, says which factory, which fake and which options, and gets the whole behaviour
 * checked. A check that makes no sense for a platform is overridden with one that calls {@link
 * #notApplicable}, so that the report shows it and why. Each check starts a fake of its own.
 */
public abstract class PlatformAdapterContract extends FailureContract {

    /** For subclasses. */
    protected PlatformAdapterContract() {}
}
