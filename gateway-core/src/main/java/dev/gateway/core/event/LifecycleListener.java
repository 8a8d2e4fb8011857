package dev.gateway.core.event;

/**
 * A listener to the lifecycle events of a gateway. It is called on the thread that publishes the
 * event, before that thread goes on, so it must return quickly; an exception is logged and
 * otherwise ignored. The log, {@code events.jsonl}, the notifications to systemd and the simulator
 * are listeners. Jars in the adapters folder or on the class path can add more as services.
 */
@FunctionalInterface
public interface LifecycleListener {

    /** Receives an event; several threads may call this at once. */
    void on(LifecycleEvent event);
}
