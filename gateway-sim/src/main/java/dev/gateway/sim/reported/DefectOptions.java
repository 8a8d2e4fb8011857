package dev.gateway.sim.reported;

import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.time.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which of the defects this process has. Without any switch: all as first reported. */
final class DefectOptions {

    /** What becomes of a PID file that is there already. */
    enum StalePidFile {
        LOSE,
        UNLINK
    }

    /** How a process is judged to live. */
    enum Liveness {
        SIGNAL_0,
        DIRECTORY,
        STATUS
    }

    /** What "operation not permitted" says of a process. */
    enum Eperm {
        DEAD,
        ALIVE
    }

    /** How the PID file comes into being. */
    enum Publish {
        CREATE_THEN_WRITE,
        LINK
    }

    /** How a token is known to be in use. */
    enum TokenLock {
        RECORD,
        NONE
    }

    /** What a restart does between the signal and the start. */
    enum Restart {
        AT_ONCE,
        WAITPID,
        WAIT_THEN_KILL
    }

    /** How platforms are disconnected. */
    enum Disconnect {
        UNBOUNDED,
        SEQUENTIAL
    }

    @Option(
            names = "--as",
            paramLabel = "REPORT",
            completionCandidates = DefectPreset.Names.class,
            description =
                    "The switches of a report or of what it proposed; later switches override."
                            + " Names: ${COMPLETION-CANDIDATES}.")
    private String report;

    @Option(
            names = "--stale-pid-file",
            paramLabel = "lose|unlink",
            converter = Words.OfStalePidFile.class,
            description =
                    "lose (default): the PID file is created with O_CREAT|O_EXCL, and one that is"
                            + " there wins. unlink: one whose process is judged dead is deleted"
                            + " first, in a second step.")
    private StalePidFile stalePidFile = StalePidFile.LOSE;

    @Option(
            names = "--liveness",
            paramLabel = "signal-0|directory|status",
            converter = Words.OfLiveness.class,
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
            converter = Words.OfPublish.class,
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
                            + " alive. none: nobody looks.")
    private TokenLock tokenLock = TokenLock.RECORD;

    @Option(
            names = "--restart",
            paramLabel = "at-once|waitpid|wait-then-kill",
            converter = Words.OfRestart.class,
            description =
                    "What 'restart' does after SIGTERM. at-once (default): it starts. waitpid: it"
                            + " waits for the old process as for a child, which it is not."
                            + " wait-then-kill: it waits for up to Durations.max(drain, 20s) and sends"
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
            converter = Words.OfDuration.class,
            description = "For --disconnect=sequential. Default: 15s.")
    private Duration adapterDeadline = Duration.ofSeconds(15);

    @Option(
            names = "--drain",
            paramLabel = "DURATION",
            converter = Words.OfDuration.class,
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
            converter = Words.OfDuration.class,
            description =
                    "Pause between judging a PID file stale and deleting it, as a scheduler might."
                            + " Default: none.")
    private Duration window = Duration.ZERO;

    @Option(
            names = "--write-delay",
            paramLabel = "DURATION",
            converter = Words.OfDuration.class,
            description = "Pause between creating the PID file and writing it. Default: none.")
    private Duration writeDelay = Duration.ZERO;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Refuses a report that nobody wrote. */
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

    /** How long each platform has to disconnect; empty: for ever. */
    Optional<Duration> adapterDeadline() {
        return disconnect == Disconnect.UNBOUNDED
                ? Optional.empty()
                : Optional.of(scaled(adapterDeadline));
    }

    /** How long a restart waits for the old process. */
    Duration restartWait() {
        return scaled(Durations.max(drain, Duration.ofSeconds(20)));
    }

    /** When a restart that waits sends SIGKILL. */
    Duration forceAfter() {
        return scaled(Durations.min(drain.dividedBy(2), Duration.ofSeconds(10)));
    }

    /** As long as the report says, times the scale. */
    Duration scaled(Duration reported) {
        return Duration.ofNanos((long) (reported.toNanos() * scale));
    }

    /** The words of the command line, with their hyphens. */
    static final class Words {

        private Words() {}

        private static <E extends Enum<E>> E constant(Class<E> type, String word) {
            return Enum.valueOf(type, word.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        }

        static final class OfStalePidFile
                implements picocli.CommandLine.ITypeConverter<StalePidFile> {
            @Override
            public StalePidFile convert(String word) {
                return constant(StalePidFile.class, word);
            }
        }

        static final class OfLiveness implements picocli.CommandLine.ITypeConverter<Liveness> {
            @Override
            public Liveness convert(String word) {
                return constant(Liveness.class, word);
            }
        }

        static final class OfPublish implements picocli.CommandLine.ITypeConverter<Publish> {
            @Override
            public Publish convert(String word) {
                return constant(Publish.class, word);
            }
        }

        static final class OfRestart implements picocli.CommandLine.ITypeConverter<Restart> {
            @Override
            public Restart convert(String word) {
                return constant(Restart.class, word);
            }
        }

        static final class OfDuration implements picocli.CommandLine.ITypeConverter<Duration> {
            @Override
            public Duration convert(String text) {
                return DurationFormat.parse(text)
                        .orElseThrow(
                                () ->
                                        new picocli.CommandLine.TypeConversionException(
                                                "not a duration; for instance "
                                                        + DurationFormat.EXAMPLES));
            }
        }
    }
}
