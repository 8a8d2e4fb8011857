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
 * and locks are real; the lock table assigns them to the objects.
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

    /** Advances the time, which passes with every action. */
    void tick() {
        clock.forward(TICK);
    }

    /** Returns the PID of a new process. */
    long newPid(String words) {
        long pid = nextPid.incrementAndGet();
        addProcess(pid, words);
        return pid;
    }

    /** Adds a process with this PID. */
    void addProcess(long pid, String words) {
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

    /** Gives the PID of an ended gateway to an unrelated process. */
    void reusePid(long pid, String words) {
        gateways.remove(pid);
        addProcess(pid, words);
    }

    /**
     * Waits until a released lock has its next holder. The kernel passes a lock on at once; here a
     * thread has to wake first, and no check may come before.
     */
    void awaitNextHolder(GatewayHome home) {
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

    /**
     * Returns the signals of a process, with the semantics of the kernel and {@code SystemSignals}.
     */
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
                    target.get().onSigterm();
                }
                return true;
            }
        };
    }

    /** The sender of signals, with the check of its targets. */
    interface Sender {

        long pid();

        /** Throws {@link Broken} if this process must not be signalled. */
        void check(SimulatedGateway target);
    }

    /** A broken invariant. An error, so that no code on its way handles it. */
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
