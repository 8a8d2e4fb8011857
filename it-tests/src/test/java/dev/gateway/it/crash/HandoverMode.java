package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.RunningProcess;
import java.time.Duration;
import java.util.Optional;

/** The ways in which one gateway succeeds another. */
enum HandoverMode {
    /** {@code restart}: the command starts the successor and stops the predecessor. */
    RESTART {
        @Override
        Optional<RunningProcess> start(CrashTestBed testBed, CrashInjection injection, long old)
                throws InterruptedException {
            RunningProcess command = injection.on(testBed.gateway()).start("restart");
            testBed.awaitEnd(command);
            return Optional.empty();
        }
    },
    /** {@code run --replace}: the successor itself stops the predecessor. */
    REPLACE {
        @Override
        Optional<RunningProcess> start(CrashTestBed testBed, CrashInjection injection, long old) {
            return Optional.of(injection.on(testBed.gateway()).start("run", "--replace"));
        }
    },
    /**
     * {@code run --on-conflict=wait}: the successor waits for the lock until the predecessor ends.
     */
    STANDBY {
        @Override
        Optional<RunningProcess> start(CrashTestBed testBed, CrashInjection injection, long old)
                throws InterruptedException {
            RunningProcess process =
                    injection.on(testBed.gateway()).start("run", "--on-conflict=wait");
            while (process.isAlive() && !testBed.home().lockWaiters().contains(process.pid())) {
                if (process.elapsed().compareTo(CrashTestBed.LIMIT) > 0) {
                    throw new ExpectationFailedException(process.pid() + " does not stand by");
                }
                Thread.sleep(Duration.ofMillis(2).toMillis());
            }
            if (process.isAlive()) {
                ProcessHandle.of(old).ifPresent(ProcessHandle::destroy);
            }
            return Optional.of(process);
        }
    };

    /**
     * Starts the successor and stops the predecessor.
     *
     * @return the successor, if this process started it
     */
    abstract Optional<RunningProcess> start(
            CrashTestBed testBed, CrashInjection injection, long old) throws InterruptedException;

    /** Returns the successor's first event that an ordinary start does not have. */
    EventType sign() {
        return this == REPLACE ? EventType.TAKEOVER_STARTED : EventType.STANDBY;
    }
}
