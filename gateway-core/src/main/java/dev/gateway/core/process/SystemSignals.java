package dev.gateway.core.process;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link ProcessHandle#destroy()} compares the start time natively right before it signals; taking
 * the handle first and comparing identities after closes the rest of the window.
 */
final class SystemSignals implements Signals {

    private static final Logger LOG = LoggerFactory.getLogger(SystemSignals.class);
    private static final long RESUME_SECONDS = 5;

    private final ProcessProbe probe;

    SystemSignals(ProcessProbe probe) {
        this.probe = probe;
    }

    @Override
    public boolean terminate(ProcessIdentity process) {
        Optional<ProcessHandle> handle = handle(process);
        boolean sent = handle.map(ProcessHandle::destroy).orElse(false);
        // As systemd does: a stopped process could not act on SIGTERM before somebody resumes it.
        if (sent && probe.state(process.pid()) == ProcessState.STOPPED) {
            resume(process.pid());
        }
        return sent;
    }

    @Override
    public boolean kill(ProcessIdentity process) {
        return handle(process).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    private Optional<ProcessHandle> handle(ProcessIdentity process) {
        return ProcessHandle.of(process.pid())
                .filter(handle -> handle.pid() != ProcessHandle.current().pid())
                .filter(handle -> probe.state(process.pid()).isAlive())
                .filter(handle -> ProcessIdentity.of(probe, process.pid()).matches(process));
    }

    private static void resume(long pid) {
        try {
            // The shell's own kill: small systems have no program of that name.
            Process kill =
                    new ProcessBuilder("sh", "-c", "kill -CONT " + pid)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!kill.waitFor(RESUME_SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.debug("Could not resume process {}", pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
