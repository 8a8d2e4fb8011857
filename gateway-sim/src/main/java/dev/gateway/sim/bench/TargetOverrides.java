package dev.gateway.sim.bench;

import dev.gateway.sim.bench.LoadScene.EchoKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The targets that hold for some scenes only. */
final class TargetOverrides {

    private static final int MANY = 1000;
    private static final int VIRTUAL_THREADS = 21;
    private static final int AHEAD_OF_TIME = 25;

    private TargetOverrides() {}

    /** Returns the targets of a load; empty for a scene that has none. */
    static Map<Metric, Double> of(LoadScene scene) {
        var targets = new EnumMap<Metric, Double>(Metric.class);
        boolean one = scene.bots() == 1;
        boolean quick = scene.sendDelay().isZero() && scene.diskDelay().isZero();
        if (!scene.diskDelay().isZero()) {
            put(targets, Metric.LOAD_RATE, one && isMillis(scene.diskDelay(), 10), 550);
        } else if (!scene.sendDelay().isZero()) {
            put(targets, Metric.LOAD_RATE, one && isMillis(scene.sendDelay(), 50), 500);
            put(targets, Metric.LOAD_RATE, one && isMillis(scene.sendDelay(), 200), 150);
        }
        if (quick && scene.handler() == EchoKind.ECHO) {
            put(targets, Metric.LOAD_RATE, one && scene.chats() >= 64, 6000);
            put(targets, Metric.LOAD_CPU, one && scene.chats() >= 64, 0.15);
            put(targets, Metric.LOAD_ACCEPT_RARE, one, 20);
            put(targets, Metric.LOAD_RATE, scene.bots() == 100, 4000);
            put(targets, Metric.LOAD_ANSWER, scene.bots() == 100, 100);
            put(targets, Metric.LOAD_RATE, scene.bots() == MANY, 3000);
            put(targets, Metric.LOAD_ANSWER, scene.bots() == MANY, 350);
        }
        if (quick && one) {
            put(targets, Metric.LOAD_RATE, scene.handler() == EchoKind.PROCESS, 4000);
            put(targets, Metric.LOAD_RATE, scene.handler() == EchoKind.HTTP, 2500);
        }
        return targets;
    }

    /** Returns the targets of a fleet on this version of Java, where they differ. */
    static Map<Metric, Double> ofFleet(int bots, int java) {
        return bots <= MANY && java >= VIRTUAL_THREADS
                ? new EnumMap<>(Map.of(Metric.FLEET_MEMORY, 120.0, Metric.FLEET_THREADS, 60.0))
                : Map.of();
    }

    /** Returns the targets of the suite on this version of Java, where they differ. */
    static Map<Metric, Double> ofSuite(int java) {
        return java >= AHEAD_OF_TIME
                ? new EnumMap<>(Map.of(Metric.START, 0.19, Metric.STATUS, 0.045))
                : Map.of();
    }

    private static boolean isMillis(Duration duration, long millis) {
        return duration.toMillis() == millis;
    }

    private static void put(
            Map<Metric, Double> targets, Metric metric, boolean holds, double value) {
        if (holds) {
            targets.put(metric, value);
        }
    }
}
