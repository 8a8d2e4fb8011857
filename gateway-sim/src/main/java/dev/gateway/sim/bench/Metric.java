package dev.gateway.sim.bench;

import dev.gateway.sim.bench.limit.MachineLimit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The metrics, in the order in which they are shown. The baselines are those of a comparable
 * gateway in Python on the same kind of machine. The targets of a fleet are those for 1,000 bots.
 */
enum Metric {
    START("start: spawned to first poll", MetricUnit.SECONDS, 0.22, 0.97),
    STATUS("status: the whole command", MetricUnit.SECONDS, 0.06, 0.42),
    HELP("--help: the whole command", MetricUnit.SECONDS, 0.1),
    VERSION("--version: the whole command", MetricUnit.SECONDS, 0.1),
    STOP("idle stop: SIGTERM to end of process", MetricUnit.SECONDS, 0.15, 0.25),
    RESTART_GAP("restart: old's last poll closed to new's first", MetricUnit.SECONDS, 0.05, 1.10),
    BUSY_RESTART_GAP("restart with a message in flight: the same", MetricUnit.SECONDS, 0.05, 1.8),
    BUSY_RESTART_ANSWER("the others' answers meanwhile, 99 of 100 within", MetricUnit.SECONDS),
    TOKEN_PASSED("token: last poll closed to first of who waited", MetricUnit.SECONDS, 0.05, 27),
    TOKEN_PASSED_BY_KILL(
            "token: SIGKILL to first poll of who waited", MetricUnit.SECONDS, 0.05, 27),
    RECOVERY("after SIGKILL: 'run' spawned to first poll", MetricUnit.SECONDS, 0.7, 0.99),
    RECOVERY_BY_START("after SIGKILL: 'start' spawned to first poll", MetricUnit.SECONDS),
    MESSAGES("messages, each answered by the echo handler", MetricUnit.PER_SECOND),
    MEMORY("memory (VmRSS), idle after some chat", MetricUnit.MEGABYTES, 85, 90 * 1.048576),
    IDLE_MEMORY("memory (VmRSS), idle after the start", MetricUnit.MEGABYTES, 70),
    IDLE_DIRTY("memory, private dirty, idle after the start", MetricUnit.MEGABYTES, 33),
    FLEET_POLLING("start: spawned to the last bot's first poll", MetricUnit.SECONDS, 1.5),
    FLEET_STATUS("status: the whole command", MetricUnit.SECONDS, 0.2),
    FLEET_TOKENS("tokens: the whole command", MetricUnit.SECONDS, 0.2),
    FLEET_ANSWERED("a message to each bot, until all are answered", MetricUnit.SECONDS, 1),
    FLEET_GAP("restart: time without a poll, median bot", MetricUnit.SECONDS, 0.05),
    FLEET_GAP_RARE("restart: time without a poll, 99 of 100 bots", MetricUnit.SECONDS),
    FLEET_GAP_LAST("restart: time without a poll, last bot", MetricUnit.SECONDS, 0.5),
    FLEET_RESTART("restart: the whole command", MetricUnit.SECONDS),
    FLEET_STOP("stop: SIGTERM to end of process", MetricUnit.SECONDS, 0.7),
    FLEET_MEMORY("memory (VmRSS) after the start", MetricUnit.MEGABYTES, 180),
    FLEET_THREADS("threads", MetricUnit.COUNT, 1100),
    FLEET_DESCRIPTORS("open files and sockets", MetricUnit.COUNT, 2100),
    LOAD_RATE("messages answered", MetricUnit.PER_SECOND),
    LOAD_ANSWER("poll answered to sendMessage, median", MetricUnit.MILLISECONDS),
    LOAD_ANSWER_RARE("poll answered to sendMessage, 99 of 100", MetricUnit.MILLISECONDS),
    LOAD_ACCEPT_RARE("poll answered to confirming poll, 99 of 100", MetricUnit.MILLISECONDS),
    LOAD_CPU("processor time a message", MetricUnit.MILLISECONDS),
    LOAD_FUTEXES("futex calls a message", MetricUnit.PER_MESSAGE),
    LOAD_SWITCHES("context switches a message", MetricUnit.PER_MESSAGE),
    LOAD_SYNCS("fsync and fdatasync a message", MetricUnit.PER_MESSAGE),
    LOAD_COMMITS("commits of the journal a message", MetricUnit.PER_MESSAGE),
    LOAD_WRITES("pwrite a message", MetricUnit.PER_MESSAGE),
    LOAD_WRITTEN("kB written to storage a message", MetricUnit.PER_MESSAGE),
    LOAD_MEMORY("memory (VmRSS) under load", MetricUnit.MEGABYTES),
    LOAD_DIRTY("memory, private dirty, under load", MetricUnit.MEGABYTES),
    LOAD_THREADS("threads under load", MetricUnit.COUNT),
    LOAD_DESCRIPTORS("open files and sockets under load", MetricUnit.COUNT),
    LOAD_SERVER_SHARE("the fake's own share of a processor", MetricUnit.PERCENT),
    LOAD_CEILING("the fake's own ceiling, with an ideal client", MetricUnit.PER_SECOND);

    private final String title;
    private final MetricUnit unit;
    private final OptionalDouble target;
    private final OptionalDouble baseline;

    Metric(String title, MetricUnit unit) {
        this(title, unit, OptionalDouble.empty(), OptionalDouble.empty());
    }

    Metric(String title, MetricUnit unit, double target) {
        this(title, unit, OptionalDouble.of(target), OptionalDouble.empty());
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

    /** Returns the limit of the machine that the metric cannot pass. */
    Optional<MachineLimit> limit() {
        return switch (this) {
            case START,
                    STATUS,
                    HELP,
                    VERSION,
                    RECOVERY,
                    RECOVERY_BY_START,
                    FLEET_POLLING,
                    FLEET_STATUS,
                    FLEET_TOKENS ->
                    Optional.of(MachineLimit.JVM);
            case RESTART_GAP, BUSY_RESTART_GAP, TOKEN_PASSED, FLEET_GAP ->
                    Optional.of(MachineLimit.LOOPBACK);
            case LOAD_ANSWER, LOAD_ANSWER_RARE -> Optional.of(MachineLimit.SQLITE_TURN);
            case MESSAGES, LOAD_RATE -> Optional.of(MachineLimit.SQLITE);
            case LOAD_CPU -> Optional.of(MachineLimit.SQLITE_CPU);
            case LOAD_ACCEPT_RARE -> Optional.of(MachineLimit.SYNC);
            default -> Optional.empty();
        };
    }

    /**
     * Returns the share by which the metric may be worse than in a former report; empty if it
     * depends on what else the machine does.
     */
    OptionalDouble tolerance() {
        return switch (this) {
            case LOAD_CPU -> OptionalDouble.of(0.3);
            case LOAD_FUTEXES, LOAD_SWITCHES, LOAD_SYNCS, LOAD_COMMITS -> OptionalDouble.of(0.25);
            case LOAD_WRITES, LOAD_WRITTEN -> OptionalDouble.of(0.2);
            case MEMORY, IDLE_MEMORY, IDLE_DIRTY, FLEET_MEMORY, FLEET_THREADS, FLEET_DESCRIPTORS ->
                    OptionalDouble.of(0.1);
            default -> OptionalDouble.empty();
        };
    }

    OptionalDouble target() {
        return target;
    }

    OptionalDouble baseline() {
        return baseline;
    }
}
