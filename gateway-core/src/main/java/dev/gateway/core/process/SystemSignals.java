package dev.gateway.core.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * The signals of this machine. {@link ProcessHandle#destroy()} compares the start time natively
 * right before it signals; taking the handle first and comparing identities afterwards closes the
 * rest of the window. The remaining risk is the microseconds between that comparison and kill(2),
 * in which the process would have to end and all other PIDs of the machine be used up: Java cannot
 * call pidfd_send_signal(2).
 */
final class SystemSignals implements ProcessSignals {

    private static final long SHELL_SECONDS = 5;

    /**
     * A shell script that sends a signal, since the JVM can send only TERM and KILL. The shell
     * compares the start time, field 22 of /proc/PID/stat, once more right before: by then the PID
     * could be another process's.
     */
    private static final String GUARDED =
            """
            if [ -n "$3" ]; then
              read -r line < "/proc/$2/stat" || exit 1
              set -- "$1" "$2" "$3" ${line##*) }
              [ "${23}" = "$3" ] || exit 1
            fi
            kill -s "$1" "$2"
            """;

    private final ProcessProbe probe;

    SystemSignals(ProcessProbe probe) {
        this.probe = probe;
    }

    @Override
    public boolean terminate(ProcessIdentity process) {
        Optional<ProcessHandle> handle = handle(process);
        // A gateway whose parent ignored SIGTERM never hears of it (the JVM leaves an ignored
        // signal alone); SIGINT stops it just as well.
        boolean sent =
                handle.isPresent() && probe.ignoresTerminate(process.pid())
                        ? guarded("INT", process)
                        : handle.map(ProcessHandle::destroy).orElse(false);
        // As systemd does: a stopped process could not act on SIGTERM before it is resumed.
        if (sent && probe.state(process.pid()) == ProcessState.STOPPED) {
            resume(process.pid());
        }
        return sent;
    }

    @Override
    public boolean kill(ProcessIdentity process) {
        return handle(process).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    @Override
    public boolean sendSighup(ProcessIdentity process) {
        return handle(process).isPresent() && guarded("HUP", process);
    }

    private static boolean guarded(String signal, ProcessIdentity process) {
        String start =
                process.startTicks().isPresent()
                        ? String.valueOf(process.startTicks().getAsLong())
                        : "";
        return shell(GUARDED, signal, String.valueOf(process.pid()), start);
    }

    private Optional<ProcessHandle> handle(ProcessIdentity process) {
        return ProcessHandle.of(process.pid())
                .filter(handle -> handle.pid() != ProcessHandle.current().pid())
                .filter(handle -> probe.state(process.pid()).isAlive())
                .filter(handle -> ProcessIdentity.of(probe, process.pid()).matches(process));
    }

    /**
     * Runs a shell script, whose own kill sends the signal: small systems have no program of that
     * name.
     */
    private static boolean shell(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        try {
            Process kill =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (kill.waitFor(SHELL_SECONDS, TimeUnit.SECONDS)) {
                return kill.exitValue() == 0;
            }
            kill.destroyForcibly();
        } catch (IOException e) {
            // Looked up only here: commands that send no signal need no log.
            LoggerFactory.getLogger(SystemSignals.class)
                    .debug("Could not signal process {}", arguments, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static void resume(long pid) {
        shell("kill -CONT \"$1\"", String.valueOf(pid));
    }
}
