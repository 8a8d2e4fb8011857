package dev.gateway.core.lifecycle;

import dev.gateway.core.event.EventType;
import java.util.List;

/**
 * One action on a {@link SimulatedMachine}, and another one in the middle of it.
 *
 * @param what the action
 * @param home the home that it concerns
 * @param how a detail, for actions that have some
 * @param at the step of a starting process at which {@code meanwhile} happens
 * @param meanwhile the action in the middle, in the same home; {@link Act#NOTHING} for nothing
 */
record SimulatedAction(Act what, int home, int how, EventType at, Act meanwhile) {

    /** The number of homes. */
    static final int HOMES = 2;

    /** The number of details. */
    static final int DETAILS = 7;

    private static final List<EventType> STEPS =
            List.of(
                    EventType.HOME_READY,
                    EventType.STANDBY,
                    EventType.TAKEOVER_STARTED,
                    EventType.LOCK_ACQUIRED,
                    EventType.PID_FILE_PUBLISHED);

    private static final List<Act> MEANWHILE =
            List.of(
                    Act.NOTHING,
                    Act.KILL_ITSELF,
                    Act.REPLACE,
                    Act.START,
                    Act.KILL,
                    Act.REPLACE,
                    Act.REUSE_PID);

    /** The actions to draw from; some are listed more often. */
    private static final List<Act> FIRST =
            List.of(
                    Act.START,
                    Act.START,
                    Act.START,
                    Act.REPLACE,
                    Act.REPLACE,
                    Act.REPLACE,
                    Act.STAND_BY,
                    Act.STOP,
                    Act.STOP,
                    Act.KILL,
                    Act.KILL,
                    Act.LEAVE_A_ZOMBIE,
                    Act.REUSE_PID,
                    Act.DEAFEN,
                    Act.FREEZE,
                    Act.THAW,
                    Act.DAMAGE_PID_FILE,
                    Act.DAMAGE_PID_FILE,
                    Act.DELETE_LOCK,
                    Act.DELETE_TOKEN_LOCK,
                    Act.DAMAGE_TOKEN_RECORD,
                    Act.DELETE_TAKEOVER_LOCK);

    /** The upper bound of action numbers, exclusive. */
    static final int CODES = FIRST.size() * HOMES * DETAILS * STEPS.size() * MEANWHILE.size();

    /** The kinds of actions. */
    enum Act {
        NOTHING,
        START,
        REPLACE,
        STAND_BY,
        STOP,
        KILL,
        KILL_ITSELF,
        LEAVE_A_ZOMBIE,
        REUSE_PID,
        DEAFEN,
        FREEZE,
        THAW,
        DAMAGE_PID_FILE,
        DELETE_LOCK,
        DELETE_TOKEN_LOCK,
        DAMAGE_TOKEN_RECORD,
        DELETE_TAKEOVER_LOCK
    }

    /**
     * Returns the action of a number: the smaller it is, the simpler, so that shrinking numbers
     * helps.
     */
    static SimulatedAction of(int code) {
        int rest = code;
        Act meanwhile = MEANWHILE.get(rest % MEANWHILE.size());
        rest /= MEANWHILE.size();
        EventType at = STEPS.get(rest % STEPS.size());
        rest /= STEPS.size();
        int how = rest % DETAILS;
        rest /= DETAILS;
        int home = rest % HOMES;
        return new SimulatedAction(
                FIRST.get(rest / HOMES % FIRST.size()), home, how, at, meanwhile);
    }

    /** Returns the same action without another one in the middle. */
    SimulatedAction only(Act act) {
        return new SimulatedAction(act, home, how, at, Act.NOTHING);
    }

    @Override
    public String toString() {
        String words = what + " in home " + home + " (" + how + ")";
        return meanwhile == Act.NOTHING ? words : words + ", at " + at + " " + meanwhile;
    }
}
