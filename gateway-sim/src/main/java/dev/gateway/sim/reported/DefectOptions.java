package dev.gateway.sim.reported;

import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.time.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The defects of this process. Without any option: all as first reported. */
final class DefectOptions {

    /** The handling of an existing PID file. */
    enum StalePidFile {
        LOSE,
        UNLINK
    }

    /** The test for a live process. */
    enum Liveness {
        SIGNAL_0,
        DIRECTORY,
        STATUS;

        @Override
        public String toString() {
            return word(this);
        }
    }

    /** The meaning of "operation not permitted" for a process. */
    enum Eperm {
        DEAD,
        ALIVE
    }

    /** The way in which the PID file is created. */
    enum Publish {
        CREATE_THEN_WRITE,
        LINK;

        @Override
        public String toString() {
            return word(this);
        }
    }

    /** The way in which a token is marked as in use. */
    enum TokenLock {
        RECORD,
        NONE
    }

    /** The action of a restart between the signal and the start. */
    enum Restart {
        AT_ONCE,
        WAITPID,
        WAIT_THEN_KILL;

        @Override
        public String toString() {
            return word(this);
        }
    }

    /** The way in which platforms are disconnected. */
    enum Disconnect {
        UNBOUNDED,
        SEQUENTIAL
    }

    @Option(
            names = "--as",
            paramLabel = "REPORT",
            completionCandidates = DefectPreset.CompletionCandidates.class,
            description =
                    "The options of a report or of its proposal; later options override."
                            + " Names: ${COMPLETION-CANDIDATES}.")
    private String report;

    @Option(
            names = "--stale-pid-file",
            paramLabel = "lose|unlink",
            description =
                    "lose (default): the PID file is created with O_CREAT|O_EXCL, and one that is"
                            + " there wins. unlink: one whose process is judged dead is deleted"
                            + " first, in a second step.")
    private StalePidFile stalePidFile = StalePidFile.LOSE;

    @Option(
            names = "--liveness",
            paramLabel = "signal-0|directory|status",
            description =
                    "signal-0 (default): alive is whoever kill(pid, 0) finds, zombies and strangers"
                            + " included. directory: and has no directory in /proc, which is to"
                            + " tell zombies. status: and whose status does not say zombie.")
    private Liveness liveness = Liveness.SIGNAL_0;

    @Option(
            names = "--eperm",
            paramLabel = "dead|alive",
            description = "What EPERM of kill(pid, 0) is taken for. Default: dead.")
    private Eperm eperm = Eperm.DEAD;

    @Option(
            names = "--publish",
            paramLabel = "create-then-write|link",
            description =
                    "create-then-write (default): the PID file is empty before it is written. link:"
                            + " it appears complete.")
    private Publish publish = Publish.CREATE_THEN_WRITE;

    @Option(
            names = "--rm-pid-file",
            description = "Delete the PID file before all else, as ExecStartPre=rm -f does.")
    private boolean removePidFile;

    @Option(
            names = "--token-lock",
            paramLabel = "record|none",
            description =
                    "record (default): a token is in use if the process in its record is judged"
                            + " alive. none: it is not checked.")
    private TokenLock tokenLock = TokenLock.RECORD;

    @Option(
            names = "--restart",
            paramLabel = "at-once|waitpid|wait-then-kill",
            description =
                    "What 'restart' does after SIGTERM. at-once (default): it starts. waitpid: it"
                            + " waits for the old process as for a child, which it is not."
                            + " wait-then-kill: it waits for up to max(drain, 20s) and sends"
                            + " SIGKILL at min(50 %% of drain, 10s).")
    private Restart restart = Restart.AT_ONCE;

    @Option(
            names = "--disconnect",
            paramLabel = "unbounded|sequential",
            description =
                    "unbounded (default): no deadline. sequential: each platform has"
                            + " --adapter-deadline, one after the other.")
    private Disconnect disconnect = Disconnect.UNBOUNDED;

    @Option(
            names = "--adapter-deadline",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "For --disconnect=sequential. Default: 15s.")
    private Duration adapterDeadline = Duration.ofSeconds(15);

    @Option(
            names = "--drain",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "For --restart=wait-then-kill. Default: 60s.")
    private Duration drain = Duration.ofSeconds(60);

    @Option(
            names = "--exit-code",
            paramLabel = "CODE",
            description = "Exit code of a start that failed. Default: 1; proposed: 75.")
    private int exitCode = 1;

    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            description =
                    "Multiplies all waits and deadlines of this program, for instance 0.1; not"
                            + " those of --gate, --window and --write-delay. Default: 1.")
    private double scale = 1;

    @Option(
            names = "--gate",
            paramLabel = "FILE",
            description =
                    "Say 'At the gate.' before the PID file is looked at, and go on when this file"
                            + " exists: many processes then race from one line.")
    private Path gate;

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "Pause between judging a PID file stale and deleting it, as a scheduler might."
                            + " Default: none.")
    private Duration window = Duration.ZERO;

    @Option(
            names = "--write-delay",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Pause between creating the PID file and writing it. Default: none.")
    private Duration writeDelay = Duration.ZERO;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Rejects an unknown report and a scale that is not above 0. */
    void check() {
        if (report != null && !DefectPreset.exists(report)) {
            throw new ParameterException(
                    spec.commandLine(), "--as " + report + ": no such report; see --help");
        }
        if (!(scale > 0)) {
            throw new ParameterException(spec.commandLine(), "--scale has to be above 0");
        }
    }

    StalePidFile stalePidFile() {
        return stalePidFile;
    }

    Liveness liveness() {
        return liveness;
    }

    Eperm eperm() {
        return eperm;
    }

    Publish publish() {
        return publish;
    }

    boolean removePidFile() {
        return removePidFile;
    }

    TokenLock tokenLock() {
        return tokenLock;
    }

    Restart restart() {
        return restart;
    }

    int exitCode() {
        return exitCode;
    }

    Optional<Path> gate() {
        return Optional.ofNullable(gate);
    }

    Duration window() {
        return window;
    }

    Duration writeDelay() {
        return writeDelay;
    }

    /** Returns the time limit for each platform's disconnect; empty if there is none. */
    Optional<Duration> adapterDeadline() {
        return disconnect == Disconnect.UNBOUNDED
                ? Optional.empty()
                : Optional.of(scaled(adapterDeadline));
    }

    /** Returns the time for which a restart waits for the old process. */
    Duration restartWait() {
        return scaled(Durations.max(drain, Duration.ofSeconds(20)));
    }

    /** Returns the time after which a waiting restart sends SIGKILL. */
    Duration forceAfter() {
        return scaled(Durations.min(drain.dividedBy(2), Duration.ofSeconds(10)));
    }

    /** Returns the duration in the report times the scale. */
    Duration scaled(Duration reported) {
        return Duration.ofNanos((long) (reported.toNanos() * scale));
    }

    /** Returns the word of the command line: picocli finds a constant by its text, too. */
    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Parses durations such as {@code 15s}. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return DurationFormat.parse(text)
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "not a duration; for instance "
                                                    + DurationFormat.EXAMPLES));
        }
    }
}
