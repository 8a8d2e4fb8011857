package dev.gateway.postgres.schedule;

/**
 * A step of a random schedule.
 *
 * @param atMillis the time since the beginning
 * @param kind the kind of step
 * @param host the index of a host, if it concerns one
 * @param account the index of an account, if it concerns one
 * @param argument the conversation, or the host that gets the account
 */
record ScheduleStep(long atMillis, Kind kind, int host, int account, int argument) {

    /** The kinds of steps. */
    enum Kind {
        SAY,
        HAND_OVER,
        PAUSE,
        RESUME,
        CUT,
        CUT_TO_DATABASE,
        CUT_FROM_DATABASE,
        HEAL,
        KILL,
        STOP,
        START,
        END_CONNECTIONS,
        FREEZE_DATABASE,
        THAW_DATABASE,
        CRASH_DATABASE,
        START_DATABASE
    }

    @Override
    public String toString() {
        return switch (kind) {
            case SAY -> "%d say %d in %d".formatted(atMillis, account, argument);
            case HAND_OVER -> "%d hand %d over to host %d".formatted(atMillis, account, argument);
            case END_CONNECTIONS, FREEZE_DATABASE, THAW_DATABASE, CRASH_DATABASE, START_DATABASE ->
                    "%d %s".formatted(atMillis, words());
            default -> "%d %s host %d".formatted(atMillis, words(), host);
        };
    }

    private String words() {
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
