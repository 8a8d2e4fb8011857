package dev.gateway.cli.control;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.shutdown.ShutdownBudget;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The time after which a stop may use SIGKILL: never before the instance's own budget, which it
 * records in the event file when it begins to stop, and never before the budget of the current
 * config.
 */
final class ForceKillTimeout implements Supplier<Duration> {

    private final PhaseReporter reporter;
    private final Optional<Duration> fixed;
    private final ShutdownBudget fallback;
    private long pid;

    ForceKillTimeout(PhaseReporter reporter, Optional<Duration> fixed, ShutdownBudget fallback) {
        this.reporter = reporter;
        this.fixed = fixed;
        this.fallback = fallback;
    }

    void setInstance(long instance) {
        pid = instance;
    }

    @Override
    public Duration get() {
        if (fixed.isPresent()) {
            return fixed.get();
        }
        Duration margin = fallback.forceKillAfter().minus(fallback.total());
        return reporter.last(pid, EventType.STOP_REQUESTED)
                .map(event -> Duration.ofMillis(event.number(EventField.BUDGET_MS)).plus(margin))
                .filter(limit -> limit.compareTo(fallback.forceKillAfter()) > 0)
                .orElse(fallback.forceKillAfter());
    }
}
