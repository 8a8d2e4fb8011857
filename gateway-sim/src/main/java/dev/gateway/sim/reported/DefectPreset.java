package dev.gateway.sim.reported;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The switches that stand for one report, or for the fix that was proposed in it. */
enum DefectPreset {
    /** Restart races the old process for the Weixin token. */
    RESTART("17198", "--restart=at-once", "--token-lock=record", "--disconnect=unbounded"),
    /** Its first proposal: waitpid. */
    RESTART_WAITPID("17198-waitpid", "--restart=waitpid", "--token-lock=record"),
    /** Its pull request: wait, and SIGKILL at min(50 % of the drain, 10 s). */
    RESTART_FIX("17198-fix", "--restart=wait-then-kill", "--token-lock=record"),
    /** Shutdown hangs in disconnect. */
    SHUTDOWN("14128", "--disconnect=unbounded", "--stale-pid-file=lose", "--exit-code=1"),
    /** Its proposal: 15 s for each adapter, one after the other. */
    SHUTDOWN_FIX("14128-fix", "--disconnect=sequential", "--adapter-deadline=15s"),
    /** Exit code 1, and a zombie counts as alive. */
    ZOMBIE("14051", "--exit-code=1", "--liveness=signal-0", "--stale-pid-file=lose"),
    /** Its sketch: exit code 75, and a zombie is what has a directory in /proc. */
    ZOMBIE_SKETCH(
            "14051-sketch", "--exit-code=75", "--liveness=directory", "--stale-pid-file=unlink"),
    /** What was merged: exit code 75, and a zombie is what its status says. */
    ZOMBIE_FIX("14051-fix", "--exit-code=75", "--liveness=status", "--stale-pid-file=unlink"),
    /** A stale PID file after SIGKILL. */
    STALE("13655", "--stale-pid-file=lose", "--exit-code=1"),
    /** Its proposal: kill(pid, 0) before believing the file. */
    STALE_FIX("13655-fix", "--stale-pid-file=unlink", "--liveness=signal-0", "--eperm=dead"),
    /** Its workaround: ExecStartPre=rm -f gateway.pid. */
    STALE_WORKAROUND("13655-workaround", "--rm-pid-file"),
    /** The PID file race. */
    RACE("13511", "--stale-pid-file=lose", "--publish=create-then-write"),
    /** Its proposal: unlink a stale file, then O_EXCL. */
    RACE_FIX(
            "13511-fix",
            "--stale-pid-file=unlink",
            "--liveness=signal-0",
            "--eperm=dead",
            "--publish=create-then-write");

    private final String report;
    private final List<String> switches;

    DefectPreset(String report, String... switches) {
        this.report = report;
        this.switches = List.of(switches);
    }

    /** None for a name that does not exist; {@link Names} lists those that do. */
    static List<String> optionsOf(String report) {
        return Arrays.stream(values())
                .filter(preset -> preset.report.equals(report))
                .findFirst()
                .map(preset -> preset.switches)
                .orElse(List.of());
    }

    List<String> options() {
        return switches;
    }

    static boolean exists(String report) {
        return Arrays.stream(values()).anyMatch(preset -> preset.report.equals(report));
    }

    /** For the help: each name with what it stands for. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> names = new ArrayList<>();
            for (DefectPreset preset : values()) {
                names.add(preset.report + " (" + String.join(" ", preset.switches) + ")");
            }
            return names.iterator();
        }
    }
}
