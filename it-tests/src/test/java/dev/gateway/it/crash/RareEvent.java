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

/** Events of failures, repairs and requests, which an ordinary run does not have. */
enum RareEvent {
    /** SIGHUP with a valid config. */
    RELOAD_STARTED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            run.kill(Signal.HUP);
        }
    },
    /** SIGHUP with a changed config. */
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
    /** SIGHUP with an invalid config. */
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
    /** A stranger, while only the users of the test may talk. */
    PAIRING_REQUESTED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run)
                throws InterruptedException {
            RareEventEnumeration.close(testBed, injection, run);
            testBed.chat().strangerWrites();
        }

        @Override
        void cleanUp(CrashTestBed testBed) {
            testBed.home().write(RareEventEnumeration.config(testBed));
        }
    },
    /** The stranger again, who gets no second answer. */
    MESSAGE_REFUSED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run)
                throws InterruptedException {
            RareEventEnumeration.close(testBed, injection, run);
            testBed.chat().strangerWrites();
        }

        @Override
        void cleanUp(CrashTestBed testBed) {
            testBed.home().write(RareEventEnumeration.config(testBed));
        }
    },
    /** A message with a file. */
    ATTACHMENTS_LOADED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            testBed.chat().sendFile();
        }
    },
    /** A long text that the platform has cut. */
    MESSAGE_JOINED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            testBed.chat().sendCutText();
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
    /** A handler that fails twice in a row, and then answers. */
    HANDLER_RECOVERED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run)
                throws InterruptedException {
            RareEventEnumeration.handlerIs(testBed, RareEventEnumeration.FAILING);
            testBed.chat().sendNext();
            // The user waits for the answer and sends nothing more: the same message has to come
            // again.
            RareEventEnumeration.await(
                    "a parked message", () -> injection.reached(EventType.MESSAGE_PARKED));
            RareEventEnumeration.handlerAnswers(testBed);
            testBed.gateway()
                    .run(CrashTestBed.LIMIT, "messages", "retry", "--parked")
                    .expectExit(0);
        }
    },
    /** SIGTERM twice, while a handler is at work. */
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
    /** A deleted PID file. */
    PID_FILE_REPAIRED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            damage(testBed.home().pidFile());
        }
    },
    /** A deleted lock file. */
    LOCK_FILE_REPLACED {
        @Override
        void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run) {
            damage(testBed.home().lockFile());
        }
    };

    /** Returns the type of the event. */
    EventType event() {
        return EventType.valueOf(name());
    }

    /** Provokes the event in a running gateway. */
    abstract void provoke(CrashTestBed testBed, CrashInjection injection, RunningProcess run)
            throws InterruptedException;

    /** Restores everything but the handler before the next start. */
    void cleanUp(CrashTestBed testBed) {}

    private static void damage(Path file) {
        try {
            FileDamage.MISSING.applyTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
