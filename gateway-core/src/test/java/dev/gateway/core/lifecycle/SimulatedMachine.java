package dev.gateway.core.lifecycle;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.FakeLockTable;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessSignals;
import dev.gateway.core.process.ProcessState;
import dev.gateway.core.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A machine whose processes are objects of this JVM: a process table, a lock table, signals. Files
 * and locks are real; the lock table says which of the objects holds which.
 */
final class SimulatedMachine {

    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration HEIR = Duration.ofSeconds(20);
    private static final long HEIR_PAUSE_NANOS = 50_000;

    final ManualClock clock = new ManualClock();
    final FakeLockTable locks;
    final Path tokens;
    private final Path folder;
    private final Map<Long, Row> table = new ConcurrentHashMap<>();
    private final Map<Long, SimulatedGateway> gateways = new ConcurrentHashMap<>();
    private final AtomicLong nextPid = new AtomicLong(1000);
    private final AtomicLong ticks = new AtomicLong(1);

    private record Row(ProcessState state, long ticks, java.time.Instant began, String words) {}

    SimulatedMachine(Path folder) {
        this.folder = folder;
        this.tokens = folder.resolve("tokens");
        this.locks = new FakeLockTable();
    }

    GatewayHome home(int number) {
        return new GatewayHome(folder.resolve("home-" + number));
    }

    /** Time passes with everything that happens. */
    void tick() {
        clock.forward(TICK);
    }

    /** The number of a new process. */
    long newPid(String words) {
        long pid = nextPid.incrementAndGet();
        appear(pid, words);
        return pid;
    }

    /** A process has this number from now on. */
    void appear(long pid, String words) {
        tick();
        table.put(
                pid,
                new Row(ProcessState.RUNNING, ticks.incrementAndGet(), clock.instant(), words));
    }

    void add(SimulatedGateway process) {
        gateways.put(process.pid(), process);
    }

    void become(long pid, ProcessState state) {
        if (state == ProcessState.GONE) {
            table.remove(pid);
        } else {
            table.computeIfPresent(
                    pid, (key, row) -> new Row(state, row.ticks, row.began, row.words));
        }
    }

    /** A bystander gets the number of a gateway that has ended. */
    void reuse(long pid, String words) {
        gateways.remove(pid);
        appear(pid, words);
    }

    /**
     * The kernel passes a lock on at once. Here a thread has to wake before the table can say so;
     * nobody is to look before.
     */
    void awaitHeir(GatewayHome home) {
        long deadline = System.nanoTime() + HEIR.toNanos();
        while (gateways.values().stream().anyMatch(one -> one.isWaitingIn(home))
                && gateways.values().stream().noneMatch(one -> one.holdsHome(home))) {
            if (System.nanoTime() - deadline > 0) {
                throw new Broken("I3: who stands by in " + home + " did not get it");
            }
            LockSupport.parkNanos(HEIR_PAUSE_NANOS);
        }
    }

    ProcessProbe probe(long self) {
        return new Probe(self);
    }

    /** The signals that a process sends, as the kernel and {@code SystemSignals} treat them. */
    ProcessSignals signals(Sender sender) {
        return new ProcessSignals() {
            @Override
            public boolean terminate(ProcessIdentity process) {
                return reach(process, false);
            }

            @Override
            public boolean sendSighup(ProcessIdentity process) {
                throw new Broken("nobody here asks for a reload");
            }

            @Override
            public boolean kill(ProcessIdentity process) {
                return reach(process, true);
            }

            private boolean reach(ProcessIdentity process, boolean kill) {
                ProcessProbe probe = probe(sender.pid());
                if (!probe.state(process.pid()).isAlive()
                        || !ProcessIdentity.of(probe, process.pid()).matches(process)) {
                    return false;
                }
                Optional<SimulatedGateway> target =
                        Optional.ofNullable(gateways.get(process.pid()));
                if (target.isEmpty()) {
                    throw new Broken("I6: a signal for PID " + process.pid() + ", a bystander");
                }
                sender.check(target.get());
                if (kill) {
                    target.get().die(ProcessState.GONE);
                } else {
                    target.get().terminated();
                }
                return true;
            }
        };
    }

    /** Who sends signals, and whom it may reach. */
    interface Sender {

        long pid();

        /** Throws {@link Broken} if this one must not be signalled. */
        void check(SimulatedGateway target);
    }

    /**
     * What must always hold does not. An error, so that nothing on its way takes it for its own.
     */
    static final class Broken extends AssertionError {

        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what);
        }
    }

    private final class Probe implements ProcessProbe {

        private final long self;

        Probe(long self) {
            this.self = self;
        }

        @Override
        public long self() {
            return self;
        }

        @Override
        public ProcessState state(long pid) {
            Row row = table.get(pid);
            return row == null ? ProcessState.GONE : row.state;
        }

        @Override
        public OptionalLong startTicks(long pid) {
            Row row = table.get(pid);
            return row == null ? OptionalLong.empty() : OptionalLong.of(row.ticks);
        }

        @Override
        public Optional<Duration> age(long pid) {
            return Optional.ofNullable(table.get(pid))
                    .map(row -> Duration.between(row.began, clock.instant()));
        }

        @Override
        public List<String> commandLine(long pid) {
            Row row = table.get(pid);
            return row == null ? List.of() : List.of(row.words);
        }

        @Override
        public Optional<String> bootId() {
            return Optional.of("this-boot");
        }

        @Override
        public Optional<String> pidNamespace() {
            return Optional.of("pid:[1]");
        }
    }
}
