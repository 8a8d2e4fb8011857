package dev.gateway.sim.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The metrics, in the order in which they are shown. The baselines are those of a comparable
 * gateway in Python on the same kind of machine.
 */
enum Metric {
    START("start: spawned to first poll", MetricUnit.SECONDS, 0.7, 0.97),
    STATUS("status: the whole command", MetricUnit.SECONDS, 0.2, 0.42),
    STOP("idle stop: SIGTERM to end of process", MetricUnit.SECONDS, 0.15, 0.25),
    RESTART_GAP("restart: old's last poll closed to new's first", MetricUnit.SECONDS, 0.05, 1.10),
    TOKEN_PASSED("token: last poll closed to first of who waited", MetricUnit.SECONDS, 0.05, 27),
    TOKEN_PASSED_BY_KILL(
            "token: SIGKILL to first poll of who waited", MetricUnit.SECONDS, 0.05, 27),
    RECOVERY("after SIGKILL: 'run' spawned to first poll", MetricUnit.SECONDS, 0.7, 0.99),
    RECOVERY_BY_START("after SIGKILL: 'start' spawned to first poll", MetricUnit.SECONDS),
    MESSAGES("messages, each answered by the echo handler", MetricUnit.PER_SECOND),
    MEMORY("memory (VmRSS), idle after some chat", MetricUnit.MEGABYTES, 85, 90 * 1.048576);

    private final String title;
    private final MetricUnit unit;
    private final OptionalDouble target;
    private final OptionalDouble baseline;

    Metric(String title, MetricUnit unit) {
        this(title, unit, OptionalDouble.empty(), OptionalDouble.empty());
    }

    Metric(String title, MetricUnit unit, double target, double baseline) {
        this(title, unit, OptionalDouble.of(target), OptionalDouble.of(baseline));
    }

    Metric(String title, MetricUnit unit, OptionalDouble target, OptionalDouble baseline) {
        this.title = title;
        this.unit = unit;
        this.target = target;
        this.baseline = baseline;
    }

    /** Returns the key in JSON. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    MetricUnit unit() {
        return unit;
    }

    OptionalDouble target() {
        return target;
    }

    OptionalDouble baseline() {
        return baseline;
    }
}
