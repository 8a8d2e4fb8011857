package dev.gateway.sim.scenario;

import dev.gateway.sim.scenario.ScenarioKey.NameKind;
import java.time.Duration;

/** A step of a scenario whose homes share a database. */
public sealed interface HostStep extends Step {

    /** What happens to the database. */
    enum DatabaseEvent {
        /** It stops in order. */
        STOP,
        /** All its processes are killed at once. */
        KILL,
        /** It starts again. */
        START,
        /** It stands still and keeps its connections. */
        FREEZE,
        /** It goes on. */
        THAW,
        /** It is killed, and its standby takes its place. */
        FAIL_OVER
    }

    /** What happens to the line between a host and the database. */
    enum LineEvent {
        /** Nothing arrives, and no end of a connection shows. */
        CUT,
        /** The host's requests arrive nowhere; answers to earlier ones still do. */
        CUT_TO_DATABASE,
        /** The database gets the requests, its answers are lost. */
        CUT_TO_HOST,
        /** All arrives late. */
        SLOW,
        /** All connections are reset. */
        RESET,
        /** It works again, and delivers what it has held back. */
        HEAL
    }

    /** Does something to the database. */
    @Keyword(
            value = "database",
            description = "stop, kill, start, freeze, thaw or fail-over of the shared database")
    record Database(@ScenarioKey(main = true) DatabaseEvent is) implements HostStep {}

    /** Does something to the line between a host and the database. */
    @Keyword(
            value = "line",
            description =
                    "the line of a home to the database: cut, cut-to-database, cut-to-host, slow,"
                            + " reset, heal")
    record Line(
            @ScenarioKey(of = NameKind.HOME) String of,
            @ScenarioKey(main = true) LineEvent is,
            @ScenarioKey(defaultValue = "50ms") Duration by)
            implements HostStep {}
}
