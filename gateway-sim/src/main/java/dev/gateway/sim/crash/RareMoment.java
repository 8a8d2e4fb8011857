package dev.gateway.sim.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.process.Damage;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.weixin.FakeWeixin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** Steps that are taken only if something goes wrong, or somebody asks for it. */
enum RareMoment {
    /** SIGHUP, with a config that is all right. */
    RELOAD_STARTED {
        @Override
        void provoke(CrashStage stage, RunningProcess run) {
            run.kill(Signal.HUP);
        }
    },
    /** The same. */
    RELOADED {
        @Override
        void provoke(CrashStage stage, RunningProcess run) {
            stage.home().write(RareMoments.config(stage).with("token_wait", Duration.ofSeconds(7)));
            run.kill(Signal.HUP);
        }
    },
    /** SIGHUP, with a bad config. */
    RELOAD_REFUSED {
        @Override
        void provoke(CrashStage stage, RunningProcess run) {
            stage.home().writeConfig("handler: {type: ecco}\n");
            run.kill(Signal.HUP);
        }

        @Override
        void clearUp(CrashStage stage) {
            stage.home().write(RareMoments.config(stage));
        }
    },
    /** A handler that fails once. */
    MESSAGE_FAILED {
        @Override
        void provoke(CrashStage stage, RunningProcess run) {
            RareMoments.handlerIs(stage, RareMoments.FAILING);
            stage.talk().goOn();
        }
    },
    /** A handler that fails too often. */
    MESSAGE_PARKED {
        @Override
        void provoke(CrashStage stage, RunningProcess run) {
            RareMoments.handlerIs(stage, RareMoments.FAILING);
            stage.talk().goOn();
        }
    },
    /** SIGTERM twice, while a handler works. */
    STOP_SHORTENED {
        @Override
        void provoke(CrashStage stage, RunningProcess run) throws InterruptedException {
            RareMoments.handlerIs(stage, RareMoments.SLOW);
            stage.talk().goOn();
            RareMoments.await(
                    "a message in flight",
                    () ->
                            stage.home()
                                            .state()
                                            .map(one -> one.at("/messages/in_flight").asLong())
                                            .orElse(0L)
                                    > 0);
            run.kill(Signal.TERM);
            RareMoments.await(
                    "the stop",
                    () ->
                            stage.home().events("stop_requested").stream()
                                    .anyMatch(one -> one.path("pid").asLong() == run.pid()));
            run.kill(Signal.TERM);
        }
    },
    /** A platform that does not let go in time. */
    PLATFORM_ABANDONED {
        @Override
        void provoke(CrashStage stage, RunningProcess run) {
            stage.platforms().stream()
                    .filter(FakeWeixin.class::isInstance)
                    .map(FakeWeixin.class::cast)
                    .forEach(weixin -> weixin.slowRelease(Duration.ofMinutes(1)));
            run.kill(Signal.TERM);
        }

        @Override
        void clearUp(CrashStage stage) {
            stage.platforms().forEach(platform -> platform.server().faults().clear());
        }
    },
    /** Somebody deletes the PID file. */
    PID_FILE_REPAIRED {
        @Override
        void provoke(CrashStage stage, RunningProcess run) {
            damage(stage.home().pidFile());
        }
    },
    /** Somebody deletes the lock file. */
    LOCK_FILE_REPLACED {
        @Override
        void provoke(CrashStage stage, RunningProcess run) {
            damage(stage.home().lockFile());
        }
    };

    /** The step. */
    EventType event() {
        return EventType.valueOf(name());
    }

    /** Brings the moment about in a gateway that runs. */
    abstract void provoke(CrashStage stage, RunningProcess run) throws InterruptedException;

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
