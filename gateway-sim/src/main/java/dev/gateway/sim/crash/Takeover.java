package dev.gateway.sim.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.process.RunningProcess;
import java.time.Duration;
import java.util.Optional;

/** The ways in which one gateway follows another. */
enum Takeover {
    /** {@code restart}: the command starts the new one and stops the old one. */
    RESTART {
        @Override
        Optional<RunningProcess> begin(CrashStage stage, Rigging rigging, long old)
                throws InterruptedException {
            RunningProcess command = rigging.on(stage.gateway()).start("restart");
            stage.awaitEnd(command);
            return Optional.empty();
        }
    },
    /** {@code run --replace}: the new one stops the old one itself. */
    REPLACE {
        @Override
        Optional<RunningProcess> begin(CrashStage stage, Rigging rigging, long old) {
            return Optional.of(rigging.on(stage.gateway()).start("run", "--replace"));
        }
    },
    /** {@code run --on-conflict=wait}: the new one waits for the lock until the old one ends. */
    STANDBY {
        @Override
        Optional<RunningProcess> begin(CrashStage stage, Rigging rigging, long old)
                throws InterruptedException {
            RunningProcess process = rigging.on(stage.gateway()).start("run", "--on-conflict=wait");
            while (process.isAlive() && !stage.home().lockWaiters().contains(process.pid())) {
                if (process.elapsed().compareTo(CrashStage.LIMIT) > 0) {
                    throw new ExpectationFailed(process.pid() + " does not stand by");
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
     * Starts the new one and has the old one stopped.
     *
     * @return the new one, if it is a process of ours
     */
    abstract Optional<RunningProcess> begin(CrashStage stage, Rigging rigging, long old)
            throws InterruptedException;

    /** The first step of the new one that is not that of any start. */
    EventType sign() {
        return this == REPLACE ? EventType.TAKEOVER_STARTED : EventType.STANDBY;
    }
}
