package dev.gateway.sim.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.process.Damage;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** Steps that are taken only if something goes wrong, or somebody asks for it. */
enum RareMoment {
    /** SIGHUP, with a config that is all right. */
    RELOAD_STARTED {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run) {
            run.kill(Signal.HUP);
        }
    },
    /** The same. */
    RELOADED {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run) {
            stage.home().write(RareMoments.config(stage).with("token_wait", Duration.ofSeconds(7)));
            run.kill(Signal.HUP);
        }
    },
    /** SIGHUP, with a bad config. */
    RELOAD_REFUSED {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run) {
            stage.home().writeConfig("handler: {type: ecco}\n");
            run.kill(Signal.HUP);
        }

        @Override
        void clearUp(CrashStage stage) {
            stage.home().write(RareMoments.config(stage));
        }
    },
    /** A file comes. */
    ATTACHMENTS_LOADED {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run) {
            stage.talk().sendFile();
        }
    },
    /** A handler that fails once. */
    MESSAGE_FAILED {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run) {
            RareMoments.handlerIs(stage, RareMoments.FAILING);
            stage.talk().goOn();
        }
    },
    /** A handler that fails too often. */
    MESSAGE_PARKED {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run) {
            RareMoments.handlerIs(stage, RareMoments.FAILING);
            stage.talk().goOn();
        }
    },
    /** A handler that fails twice in a row. */
    HANDLER_FAILING {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run) {
            RareMoments.handlerIs(stage, RareMoments.FAILING);
            stage.talk().goOn();
        }
    },
    /** The same, and then it answers. */
    HANDLER_RECOVERED {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run)
                throws InterruptedException {
            RareMoments.handlerIs(stage, RareMoments.FAILING);
            stage.talk().goOn();
            // Nobody who waits for an answer says anything more: the same message has to come
            // again.
            RareMoments.await("a parked message", () -> rigging.reached(EventType.MESSAGE_PARKED));
            RareMoments.handlerObliges(stage);
            stage.gateway().run(CrashStage.LIMIT, "messages", "retry", "--parked").expectExit(0);
        }
    },
    /** SIGTERM twice, while a handler works. */
    STOP_SHORTENED {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run)
                throws InterruptedException {
            long before = started(rigging);
            RareMoments.handlerIs(stage, RareMoments.SLOW);
            stage.talk().goOn();
            RareMoments.await("a message in flight", () -> started(rigging) > before);
            run.kill(Signal.TERM);
            RareMoments.await("the stop", () -> rigging.reached(EventType.STOP_REQUESTED));
            run.kill(Signal.TERM);
        }

        private long started(Rigging rigging) {
            return rigging.steps().stream()
                    .filter(step -> step.type() == EventType.MESSAGE_STARTED)
                    .count();
        }
    },
    /** Somebody deletes the PID file. */
    PID_FILE_REPAIRED {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run) {
            damage(stage.home().pidFile());
        }
    },
    /** Somebody deletes the lock file. */
    LOCK_FILE_REPLACED {
        @Override
        void provoke(CrashStage stage, Rigging rigging, RunningProcess run) {
            damage(stage.home().lockFile());
        }
    };

    /** The step. */
    EventType event() {
        return EventType.valueOf(name());
    }

    /** Brings the moment about in a gateway that runs. */
    abstract void provoke(CrashStage stage, Rigging rigging, RunningProcess run)
            throws InterruptedException;

    /** What has to be well again before the next start, besides the handler. */
    void clearUp(CrashStage stage) {}

    private static void damage(Path file) {
        try {
            Damage.MISSING.to(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
