package dev.gateway.sim.contract;

/**
 * The contract of adapters: a suite of JUnit 5 tests against a fake platform. An author extends
 * this class with the factory, the fake and the options. A check that does not apply to a platform
 * is overridden with a call of {@link #notApplicable}, so that the report shows it with its reason.
 * Each check starts a fake of its own.
 */
public abstract class PlatformAdapterContract extends ConversationContract {

    /** Creates the suite. */
    protected PlatformAdapterContract() {}
}
