package dev.gateway.sim.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The faults of one server, set and removed while it runs. Thread-safe. */
public final class FaultRegistry {

    private final Map<String, ActiveRule> active = new LinkedHashMap<>();
    private final Runnable changed;
    private int added;

    FaultRegistry(Runnable changed) {
        this.changed = changed;
    }

    /** Adds a fault; the first one added that fits a request strikes. Returns its id. */
    public String add(FaultRule rule) {
        String id;
        synchronized (this) {
            id = "fault-" + ++added;
            active.put(id, new ActiveRule(rule));
        }
        changed.run();
        return id;
    }

    /** Removes a fault and lets go of what it holds; false if there is none with this id. */
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

    /** Removes all faults and lets go of what they hold. */
    public void clear() {
        List<ActiveRule> removed;
        synchronized (this) {
            removed = List.copyOf(active.values());
            active.clear();
        }
        removed.forEach(fault -> fault.removed.complete(null));
        changed.run();
    }

    /** The faults by id, in the order in which they were added. */
    public synchronized Map<String, FaultRule> rules() {
        Map<String, FaultRule> rules = new LinkedHashMap<>();
        active.forEach((id, fault) -> rules.put(id, fault.rule));
        return rules;
    }

    /** How often a fault has struck; 0 if there is none with this id. */
    public synchronized int injectedCount(String id) {
        return active.containsKey(id) ? active.get(id).struck : 0;
    }

    synchronized boolean refusing() {
        return active.values().stream().anyMatch(one -> one.rule.fault() instanceof Fault.Refuse);
    }

    /** The fault that strikes this request, counted. */
    synchronized Optional<InjectedFault> match(String method, String path, String body) {
        return active.values().stream()
                .filter(fault -> fault.struck < fault.rule.times())
                .filter(fault -> !(fault.rule.fault() instanceof Fault.Refuse))
                .filter(fault -> fault.rule.matches(method, path, body))
                .findFirst()
                .map(
                        fault -> {
                            fault.struck++;
                            return new InjectedFault(fault.rule.fault(), fault.removed);
                        });
    }

    /** A fault that strikes, and the moment at which it is removed. */
    record InjectedFault(Fault fault, CompletionStage<Void> removed) {}

    private static final class ActiveRule {
        private final FaultRule rule;
        private final CompletableFuture<Void> removed = new CompletableFuture<>();
        private int struck;

        private ActiveRule(FaultRule rule) {
            this.rule = rule;
        }
    }
}
