package dev.gateway.sim.reported;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The options that stand for one report, or for the fix that was proposed in it. */
enum DefectPreset {
    /** Report: restart races the old process for the Weixin token. */
    RESTART("17198", "--restart=at-once", "--token-lock=record", "--disconnect=unbounded"),
    /** First proposal: waitpid. */
    RESTART_WAITPID("17198-waitpid", "--restart=waitpid", "--token-lock=record"),
    /** Pull request: wait, and SIGKILL at min(50 % of the drain, 10 s). */
    RESTART_FIX("17198-fix", "--restart=wait-then-kill", "--token-lock=record"),
    /** Report: shutdown hangs in disconnect. */
    SHUTDOWN("14128", "--disconnect=unbounded", "--stale-pid-file=lose", "--exit-code=1"),
    /** Proposal: 15 s for each adapter, one after the other. */
    SHUTDOWN_FIX("14128-fix", "--disconnect=sequential", "--adapter-deadline=15s"),
    /** Report: exit code 1, and a zombie counts as alive. */
    ZOMBIE("14051", "--exit-code=1", "--liveness=signal-0", "--stale-pid-file=lose"),
    /** Sketch: exit code 75, and a process with a directory in /proc counts as a zombie. */
    ZOMBIE_SKETCH(
            "14051-sketch", "--exit-code=75", "--liveness=directory", "--stale-pid-file=unlink"),
    /** Merged fix: exit code 75, and a process counts as a zombie by its status. */
    ZOMBIE_FIX("14051-fix", "--exit-code=75", "--liveness=status", "--stale-pid-file=unlink"),
    /** Report: a stale PID file after SIGKILL. */
    STALE("13655", "--stale-pid-file=lose", "--exit-code=1"),
    /** Proposal: kill(pid, 0) before believing the file. */
    STALE_FIX("13655-fix", "--stale-pid-file=unlink", "--liveness=signal-0", "--eperm=dead"),
    /** Workaround: ExecStartPre=rm -f gateway.pid. */
    STALE_WORKAROUND("13655-workaround", "--rm-pid-file"),
    /** Report: the PID file race. */
    RACE("13511", "--stale-pid-file=lose", "--publish=create-then-write"),
    /** Proposal: unlink a stale file, then O_EXCL. */
    RACE_FIX(
            "13511-fix",
            "--stale-pid-file=unlink",
            "--liveness=signal-0",
            "--eperm=dead",
            "--publish=create-then-write");

    private final String report;
    private final List<String> options;

    DefectPreset(String report, String... options) {
        this.report = report;
        this.options = List.of(options);
    }

    /** Returns the options of a report; none for an unknown name. */
    static List<String> optionsOf(String report) {
        return Arrays.stream(values())
                .filter(preset -> preset.report.equals(report))
                .findFirst()
                .map(preset -> preset.options)
                .orElse(List.of());
    }

    List<String> options() {
        return options;
    }

    static boolean exists(String report) {
        return Arrays.stream(values()).anyMatch(preset -> preset.report.equals(report));
    }

    /** The names for the help, each with its options. */
    static final class CompletionCandidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> names = new ArrayList<>();
            for (DefectPreset preset : values()) {
                names.add(preset.report + " (" + String.join(" ", preset.options) + ")");
            }
            return names.iterator();
        }
    }
}
