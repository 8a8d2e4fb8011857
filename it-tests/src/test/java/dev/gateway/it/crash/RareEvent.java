package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.process.FileDamage;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** Steps that are taken only if something goes wrong, or somebody asks for it. */
enum RareEvent {
    /** SIGHUP, with a config that is all right. */
    RELOAD_STARTED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            run.kill(Signal.HUP);
        }
    },
    /** The same. */
    RELOADED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            testBed.home()
                    .write(
                            RareEventEnumeration.config(testBed)
                                    .with("token_wait", Duration.ofSeconds(7)));
            run.kill(Signal.HUP);
        }
    },
    /** SIGHUP, with a bad config. */
    RELOAD_REFUSED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            testBed.home().writeConfig("handler: {type: ecco}\n");
            run.kill(Signal.HUP);
        }

        @Override
        void cleanUp(CrashTestBed testBed) {
            testBed.home().write(RareEventEnumeration.config(testBed));
        }
    },
    /** A file comes. */
    ATTACHMENTS_LOADED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            testBed.chat().sendFile();
        }
    },
    /** A handler that fails once. */
    MESSAGE_FAILED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            RareEventEnumeration.handlerIs(testBed, RareEventEnumeration.FAILING);
            testBed.chat().sendNext();
        }
    },
    /** A handler that fails too often. */
    MESSAGE_PARKED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            RareEventEnumeration.handlerIs(testBed, RareEventEnumeration.FAILING);
            testBed.chat().sendNext();
        }
    },
    /** A handler that fails twice in a row. */
    HANDLER_FAILING {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            RareEventEnumeration.handlerIs(testBed, RareEventEnumeration.FAILING);
            testBed.chat().sendNext();
        }
    },
    /** The same, and then it answers. */
    HANDLER_RECOVERED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run)
                throws InterruptedException {
            RareEventEnumeration.handlerIs(testBed, RareEventEnumeration.FAILING);
            testBed.chat().sendNext();
            // Nobody who waits for an answer says anything more: the same message has to come
            // again.
            RareEventEnumeration.await(
                    "a parked message", () -> injection.reached(EventType.MESSAGE_PARKED));
            RareEventEnumeration.handlerObliges(testBed);
            testBed.gateway()
                    .run(CrashTestBed.LIMIT, "messages", "retry", "--parked")
                    .expectExit(0);
        }
    },
    /** SIGTERM twice, while a handler works. */
    STOP_SHORTENED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run)
                throws InterruptedException {
            long before = started(injection);
            RareEventEnumeration.handlerIs(testBed, RareEventEnumeration.SLOW);
            testBed.chat().sendNext();
            RareEventEnumeration.await("a message in flight", () -> started(injection) > before);
            run.kill(Signal.TERM);
            RareEventEnumeration.await(
                    "the stop", () -> injection.reached(EventType.STOP_REQUESTED));
            run.kill(Signal.TERM);
        }

        private long started(CrashInjection injection) {
            return injection.steps().stream()
                    .filter(step -> step.type() == EventType.MESSAGE_STARTED)
                    .count();
        }
    },
    /** Somebody deletes the PID file. */
    PID_FILE_REPAIRED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            damage(testBed.home().pidFile());
        }
    },
    /** Somebody deletes the lock file. */
    LOCK_FILE_REPLACED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            damage(testBed.home().lockFile());
        }
    };

    /** The step. */
    EventType event() {
        return EventType.valueOf(name());
    }

    /** Brings the moment about in a gateway that runs. */
    abstract void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run)
            throws InterruptedException;

    /** What has to be well again before the next start, besides the handler. */
    void cleanUp(CrashTestBed testBed) {}

    private static void damage(Path file) {
        try {
            FileDamage.MISSING.applyTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
