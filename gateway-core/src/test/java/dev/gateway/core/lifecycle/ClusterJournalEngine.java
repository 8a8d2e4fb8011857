package dev.gateway.core.lifecycle;

import dev.gateway.core.cluster.MemoryCluster;
import dev.gateway.core.cluster.MemoryMembership;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A journal in the home of each host, with a membership in a {@link MemoryCluster}: enough for who
 * polls what, not for what passes between hosts.
 */
public final class ClusterJournalEngine implements JournalEngine {

    /** The type in the config. */
    static final String NAME = "memory-cluster";

    private static final Map<String, MemoryCluster> CLUSTERS = new ConcurrentHashMap<>();
    private static final Map<String, MemoryMembership> MEMBERS = new ConcurrentHashMap<>();

    /** Lets the gateways of a folder share a cluster. */
    static void use(String folder, MemoryCluster cluster) {
        CLUSTERS.put(folder, cluster);
    }

    /** Returns the latest membership of a home. */
    static MemoryMembership member(String home) {
        return MEMBERS.get(home);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Journal open(
            JournalLocation location,
            JournalSettings settings,
            Clock clock,
            EventStream events,
            SessionLiveness sessions,
            BooleanSupplier hadOne)
            throws IOException {
        Journal journal =
                JournalEngine.named(SQLITE)
                        .open(
                                JournalLocation.in(location.home()),
                                settings,
                                clock,
                                events,
                                sessions,
                                hadOne);
        String home = location.home().toString();
        MemoryCluster cluster =
                CLUSTERS.entrySet().stream()
                        .filter(each -> home.startsWith(each.getKey()))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
        MemoryMembership member = cluster.join(location.host(), home, sessions.self());
        MEMBERS.put(home, member);
        return shared(journal, member);
    }

    private static Journal shared(Journal journal, MemoryMembership member) {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (proxy, method, args) -> {
                            if (method.getName().equals("membership")) {
                                return Optional.of(member);
                            }
                            if (method.getName().equals("close")) {
                                member.close();
                            }
                            try {
                                return method.invoke(journal, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Override
    public Optional<JournalAdmin> admin(JournalLocation location, Clock clock) {
        return Optional.empty();
    }

    @Override
    public Optional<JournalAdmin> readOnlyAdmin(JournalLocation location, Clock clock) {
        return Optional.empty();
    }

    @Override
    public void preload() {}
}
