package dev.gateway.it.randomruns;

import static dev.gateway.it.randomruns.RunSteps.BYSTANDER;
import static dev.gateway.it.randomruns.RunSteps.FAMILY;
import static dev.gateway.it.randomruns.RunSteps.LONG;
import static dev.gateway.it.randomruns.RunSteps.MAMA;
import static dev.gateway.it.randomruns.RunSteps.OTHER;
import static dev.gateway.it.randomruns.RunSteps.call;
import static dev.gateway.it.randomruns.RunSteps.ends;
import static dev.gateway.it.randomruns.RunSteps.expect;
import static dev.gateway.it.randomruns.RunSteps.gateways;
import static dev.gateway.it.randomruns.RunSteps.holder;
import static dev.gateway.it.randomruns.RunSteps.pause;
import static dev.gateway.it.randomruns.RunSteps.printed;
import static dev.gateway.it.randomruns.RunSteps.replace;
import static dev.gateway.it.randomruns.RunSteps.restart;
import static dev.gateway.it.randomruns.RunSteps.run;
import static dev.gateway.it.randomruns.RunSteps.says;
import static dev.gateway.it.randomruns.RunSteps.start;
import static dev.gateway.it.randomruns.RunSteps.stop;

import dev.gateway.sim.process.FileDamage;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.scenario.ExpectedExitCodes;
import dev.gateway.sim.scenario.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An action on a gateway. Each finds a running gateway in the home, and leaves the home such that
 * {@code start} has to be enough: any action can follow any other, and be left out. The simplest
 * come first, as shrinking goes in this direction.
 */
enum GatewayAction {
    LOOK {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    call("0", "status", "--json"),
                    call("any", "doctor"),
                    call("0", "tokens"),
                    call("0", "events"),
                    call("0", "config", "show"),
                    start(Step.MAIN));
        }
    },
    STOP {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(stop(Step.MAIN));
        }
    },
    RESTART {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(pause(millis), restart());
        }
    },
    REPLACE {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "successor-" + number;
            return List.of(pause(millis), replace(name, 1), expect(holder(name)));
        }
    },
    /**
     * One of the replacers holds the home in the end; the others report that they lost, or were
     * replaced.
     */
    REPLACE_BY_SEVERAL {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "rival-" + letter(number);
            return List.of(replace(name, 2), expect(holder(name), gateways(1, Step.MAIN)));
        }
    },
    TERM_TWICE {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "victim-" + number;
            return List.of(
                    stop(Step.MAIN),
                    run(name),
                    expect(holder(name)),
                    new Step.Send(Signal.TERM, name),
                    pause(millis),
                    new Step.Send(Signal.TERM, name),
                    new Step.AwaitEnd(name, new ExpectedExitCodes("0"), RunSteps.STOP_LIMIT));
        }
    },
    /** The running gateway goes on, and the new one names it. */
    RUN_BESIDE_IT {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "late-" + number;
            return List.of(
                    run(name),
                    ends(name, "75"),
                    expect(
                            printed("Another gateway instance \\(PID \\d+\\)", name),
                            gateways(1, Step.MAIN)));
        }
    },
    START_BY_SEVERAL {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "starter-" + letter(number);
            return List.of(
                    stop(Step.MAIN),
                    new Step.Start(
                            Step.MAIN,
                            new ExpectedExitCodes("0"),
                            LONG,
                            List.of(),
                            Optional.of(name),
                            2),
                    // The second restart fails with 75, or finds the gateway running.
                    ends(name, "0, 75"),
                    expect(gateways(1, Step.MAIN)));
        }
    },
    KILL(1) {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(pause(millis), new Step.Kill(Step.MAIN));
        }
    },
    KILL_AMID_START(1) {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "victim-" + number;
            return List.of(stop(Step.MAIN), run(name), pause(2 * millis), new Step.Kill(name));
        }
    },
    KILL_AMID_STOP(1) {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "victim-" + number;
            return List.of(
                    stop(Step.MAIN),
                    run(name),
                    expect(holder(name)),
                    new Step.Send(Signal.TERM, name),
                    pause(millis / 2),
                    new Step.Kill(name));
        }
    },
    KILL_AMID_RESTART(1) {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    restartInBackground("restart-" + number),
                    pause(2 * millis),
                    new Step.Kill(Step.MAIN),
                    // It stood by and took over, or was itself killed.
                    ends("restart-" + number, "0, 75"));
        }
    },
    KILL_THE_RESTARTER {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    restartInBackground("restart-" + number),
                    pause(2 * millis),
                    new Step.Kill("restart-" + number),
                    // Its orphaned successor does not stand by for ever.
                    expect(gateways(1, Step.MAIN)));
        }
    },
    KILL_THE_REPLACER(1) {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "successor-" + number;
            return List.of(replace(name, 1), pause(2 * millis), new Step.Kill(name));
        }
    },
    FREEZE_AND_THAW {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(new Step.Freeze(Step.MAIN), pause(2 * millis), new Step.Thaw(Step.MAIN));
        }
    },
    FREEZE_AND_RUN_BESIDE_IT {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "late-" + number;
            return List.of(
                    new Step.Freeze(Step.MAIN),
                    run(name),
                    ends(name, "75"),
                    expect(printed("Another gateway instance \\(PID \\d+\\)", name)),
                    new Step.Thaw(Step.MAIN));
        }
    },
    FREEZE_AND_STOP(1) {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(new Step.Freeze(Step.MAIN), stop(Step.MAIN));
        }
    },
    FREEZE_AND_REPLACE(1) {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "successor-" + number;
            return List.of(new Step.Freeze(Step.MAIN), replace(name, 1), expect(holder(name)));
        }
    },
    ZOMBIE(1) {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "zombie-" + number;
            return List.of(
                    stop(Step.MAIN),
                    new Step.Run(Step.MAIN, List.of(), name, true, 1),
                    expect(holder(name)),
                    new Step.MakeZombie(name, LONG));
        }
    },
    /**
     * Damages the file of a running gateway: a stop then means the gateway, not the process in the
     * file.
     */
    PID_FILE_OF_A_BYSTANDER {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(pidFileOf(BYSTANDER), stop(Step.MAIN));
        }
    },
    /** Damages the file after the gateway was killed. */
    KILL_AND_PID_FILE_OF_A_BYSTANDER(1) {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    new Step.Kill(Step.MAIN),
                    pidFileOf(BYSTANDER),
                    stop(Step.MAIN),
                    expect(RunSteps.bystanderLives()));
        }
    },
    LOST_FILES {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    damage("gateway.pid", FileDamage.MISSING),
                    damage("state.json", some(millis)),
                    damage("events.jsonl", FileDamage.TRUNCATED),
                    damage("takeover.lock", FileDamage.MISSING),
                    restart());
        }
    },
    /** The gateway writes the files again, and goes on meanwhile. */
    FILES_LOST_WHILE_IT_RUNS {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    damage("gateway.pid", FileDamage.MISSING),
                    damage("state.json", some(millis)),
                    damage("journal.db-wal", FileDamage.MISSING),
                    writtenAgain(),
                    expect(gateways(1, Step.MAIN)));
        }
    },
    JOURNAL_LOST_WHILE_IT_RUNS {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    damage("journal.db", FileDamage.MISSING),
                    writtenAgain(),
                    expect(gateways(1, Step.MAIN)));
        }
    },
    DAMAGED_PID_FILE {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(damage("gateway.pid", some(millis)), stop(Step.MAIN));
        }
    },
    KILL_AND_DAMAGED_FILES(1) {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    new Step.Kill(Step.MAIN),
                    damage("gateway.pid", some(millis)),
                    damage("state.json", some(millis / 3)),
                    damage("events.jsonl", FileDamage.BINARY));
        }
    },
    /** A lock on a deleted file protects nothing: the gateway notices, and ends. */
    LOCK_FILE_DELETED {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    damage("gateway.lock", FileDamage.MISSING), expect(gateways(0, Step.MAIN)));
        }
    },
    BROKEN_CONFIG {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    damage("config.yaml", some(millis)),
                    call("78", "restart"),
                    call("78", "reload"),
                    expect(gateways(1, Step.MAIN)),
                    new Step.Repair("config.yaml", Step.MAIN));
        }
    },
    KILL_AND_BROKEN_CONFIG(1) {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    new Step.Kill(Step.MAIN),
                    damage("config.yaml", FileDamage.NOT_JSON),
                    call("78", "start"),
                    new Step.Repair("config.yaml", Step.MAIN));
        }
    },
    /** The other home has to wait, and gets the token when the first gateway has ended. */
    ANOTHER_HOME_WANTS_THE_TOKEN(1) {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "other-" + number;
            return List.of(
                    new Step.Run(OTHER, List.of(), name, false, 1),
                    says("bot token already in use \\(PID \\d+\\)", name),
                    pause(millis),
                    stop(Step.MAIN),
                    new Step.AwaitPoll(FAMILY, LONG),
                    stop(OTHER));
        }
    },
    /** Both gateways run on; the first one now waits for the token of the second. */
    ANOTHER_HOME_TAKES_THE_TOKEN(2) {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "other-" + number;
            return List.of(
                    new Step.Run(OTHER, List.of(), name, false, 1),
                    says("bot token already in use \\(PID \\d+\\)", name),
                    new Step.Kill(Step.MAIN),
                    new Step.AwaitPoll(FAMILY, LONG),
                    start(Step.MAIN),
                    pause(millis),
                    stop(OTHER));
        }
    },
    SLOW_RELEASE {
        @Override
        List<Step> steps(int number, int millis) {
            return List.of(
                    new Step.SlowRelease(Duration.ofSeconds(5), Optional.of(MAMA)),
                    restart(),
                    new Step.SlowRelease(Duration.ZERO, Optional.of(MAMA)));
        }
    },
    /** The second restart finds a gateway whose predecessor still works, if its handler is slow. */
    RESTART_TWICE_AT_WORK {
        @Override
        List<Step> steps(int number, int millis) {
            return atWork(List.of(), List.of(restart(), pause(millis), restart()));
        }
    },
    KILL_THE_OUTGOING(1) {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "outgoing-" + number;
            return atWork(
                    serving(name),
                    List.of(
                            restartInBackground("restart-" + number),
                            pause(3 * millis),
                            new Step.Kill(name),
                            ends("restart-" + number, "0, 75")));
        }
    },
    /** Its successor ends it, if it has not ended by itself before. */
    FREEZE_THE_OUTGOING(1) {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "outgoing-" + number;
            return atWork(
                    serving(name),
                    List.of(
                            restartInBackground("restart-" + number),
                            pause(3 * millis),
                            new Step.Freeze(name),
                            ends("restart-" + number, "0, 75"),
                            new Step.Thaw(name)));
        }
    },
    KILL_BOTH_AT_WORK(2) {
        @Override
        List<Step> steps(int number, int millis) {
            String name = "outgoing-" + number;
            return atWork(
                    serving(name),
                    List.of(
                            replace("successor-" + number, 1),
                            pause(3 * millis),
                            new Step.Kill(name),
                            new Step.Kill("successor-" + number)));
        }
    },
    STOP_WITH_OUTGOING {
        @Override
        List<Step> steps(int number, int millis) {
            return atWork(List.of(), List.of(restart(), pause(millis), stop(Step.MAIN)));
        }
    },
    /** The stop ends the old one, its successor, or both. */
    STOP_AMID_RESTART {
        @Override
        List<Step> steps(int number, int millis) {
            return atWork(
                    List.of(),
                    List.of(
                            restartInBackground("restart-" + number),
                            pause(3 * millis),
                            call("0, 75", "stop"),
                            ends("restart-" + number, "any")));
        }
    };

    private static final Set<GatewayAction> OF_TWO_HOMES =
            EnumSet.of(ANOTHER_HOME_WANTS_THE_TOKEN, ANOTHER_HOME_TAKES_THE_TOKEN);

    /** The time after which the handler works on a message of each person. */
    private static final int AT_WORK_MILLIS = 800;

    private final int kills;

    GatewayAction() {
        this(0);
    }

    GatewayAction(int kills) {
        this.kills = kills;
    }

    /**
     * Returns the number of gateways that end abruptly, or leave updates to another home that they
     * have not confirmed.
     */
    int kills() {
        return kills;
    }

    /** Returns whether the other home takes part, which needs a platform that works. */
    boolean isOfTwoHomes() {
        return OF_TWO_HOMES.contains(this);
    }

    /**
     * Returns the steps of the action.
     *
     * @param number makes the names of its processes unique
     * @param millis a random duration, for actions that have one
     */
    abstract List<Step> steps(int number, int millis);

    /** Returns the steps, the last of them while a slow handler works on several messages. */
    private static List<Step> atWork(List<Step> before, List<Step> meanwhile) {
        List<Step> steps = new ArrayList<>(before);
        steps.add(HandlerSpeed.muchSlower(true));
        steps.add(pause(AT_WORK_MILLIS));
        steps.addAll(meanwhile);
        steps.add(HandlerSpeed.muchSlower(false));
        return steps;
    }

    /** Returns the steps after which a gateway of this name serves. */
    private static List<Step> serving(String name) {
        return List.of(stop(Step.MAIN), run(name), expect(holder(name)));
    }

    private static Step restartInBackground(String name) {
        return new Step.Restart(
                Step.MAIN, new ExpectedExitCodes("any"), LONG, List.of(), Optional.of(name), 1);
    }

    private static Step writtenAgain() {
        return new Step.AwaitLine(
                "journal\\.db was written again", Step.MAIN, Optional.empty(), LONG);
    }

    private static Step pidFileOf(String name) {
        return new Step.WriteFile("gateway.pid", "{\"pid\": {pid:" + name + "}}", Step.MAIN);
    }

    private static Step damage(String file, FileDamage how) {
        return new Step.DamageFile(file, how, Step.MAIN);
    }

    /** Returns a kind of damage that needs no operator. */
    private static FileDamage some(int millis) {
        List<FileDamage> some =
                List.of(
                        FileDamage.EMPTY,
                        FileDamage.TRUNCATED,
                        FileDamage.BINARY,
                        FileDamage.ZEROS,
                        FileDamage.NOT_JSON,
                        FileDamage.OTHER_JSON,
                        FileDamage.DEEP_JSON,
                        FileDamage.DANGLING_LINK);
        return some.get(millis / 100 % some.size());
    }

    /**
     * Returns a letter for a number: the names of several processes get numbers, so a name must not
     * end in one.
     */
    private static String letter(int number) {
        return String.valueOf((char) ('a' + number));
    }
}
