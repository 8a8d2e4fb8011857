package dev.gateway.sim.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The faults of one server, which can be added and removed while it runs. Thread-safe. */
public final class FaultRegistry {

    private final Map<String, ActiveRule> active = new LinkedHashMap<>();
    private final Runnable changed;
    private int added;

    FaultRegistry(Runnable changed) {
        this.changed = changed;
    }

    /**
     * Adds a fault and returns its id. The first fault added that matches a request is injected.
     */
    public String add(FaultRule rule) {
        String id;
        synchronized (this) {
            id = "fault-" + ++added;
            active.put(id, new ActiveRule(rule));
        }
        changed.run();
        return id;
    }

    /**
     * Removes a fault and releases the requests that it holds.
     *
     * @return false if there is no fault with this id
     */
    public boolean remove(String id) {
        ActiveRule removed;
        synchronized (this) {
            removed = active.remove(id);
        }
        if (removed == null) {
            return false;
        }
        removed.removed.complete(null);
        changed.run();
        return true;
    }

    /** Removes all faults and releases the requests that they hold. */
    public void clear() {
        List<ActiveRule> removed;
        synchronized (this) {
            removed = List.copyOf(active.values());
            active.clear();
        }
        removed.forEach(fault -> fault.removed.complete(null));
        changed.run();
    }

    /** Returns the faults by id, in the order in which they were added. */
    public synchronized Map<String, FaultRule> rules() {
        Map<String, FaultRule> rules = new LinkedHashMap<>();
        active.forEach((id, fault) -> rules.put(id, fault.rule));
        return rules;
    }

    /** Returns the number of times a fault was injected; 0 if there is no fault with this id. */
    public synchronized int injectedCount(String id) {
        return active.containsKey(id) ? active.get(id).injections : 0;
    }

    synchronized boolean refusing() {
        return active.values().stream().anyMatch(one -> one.rule.fault() instanceof Fault.Refuse);
    }

    /** Returns the fault to inject into this request and counts it. */
    synchronized Optional<InjectedFault> match(String method, String path, String body) {
        return active.values().stream()
                .filter(fault -> fault.injections < fault.rule.times())
                .filter(fault -> !(fault.rule.fault() instanceof Fault.Refuse))
                .filter(fault -> fault.rule.matches(method, path, body))
                .findFirst()
                .map(
                        fault -> {
                            fault.injections++;
                            return new InjectedFault(fault.rule.fault(), fault.removed);
                        });
    }

    /** A fault for one request, and the stage that completes when the fault is removed. */
    record InjectedFault(Fault fault, CompletionStage<Void> removed) {}

    private static final class ActiveRule {
        private final FaultRule rule;
        private final CompletableFuture<Void> removed = new CompletableFuture<>();
        private int injections;

        private ActiveRule(FaultRule rule) {
            this.rule = rule;
        }
    }
}
