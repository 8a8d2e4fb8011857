package dev.gateway.core.event;

/**
 * Sees each step of the lifecycle, on the thread that takes the step and before the next one. It
 * must return quickly; what it throws is logged and otherwise ignored. The log, {@code
 * events.jsonl}, the supervisor's notifications and the simulator are all listeners; those that
 * jars in an adapters folder or on the class path name as services are added to the gateway's own.
 */
@FunctionalInterface
public interface LifecycleListener {

    /** Called once for each event, possibly by several threads at once. */
    void on(LifecycleEvent event);
}
