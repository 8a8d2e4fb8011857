package dev.gateway.core.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Transport through {@code systemd-notify}, since Java has no Unix datagram sockets. The program is
 * a child of this process, so the unit needs {@code NotifyAccess=all}. A call takes some 20 ms and
 * returns when systemd has read the message (sd_notify_barrier).
 */
final class NotifyCommand implements NotifyTransport {

    private final String program;
    private final Duration limit;

    /** Creates a transport that kills the program after {@code limit}. */
    NotifyCommand(String program, Duration limit) {
        this.program = program;
        this.limit = limit;
    }

    @Override
    public void send(List<String> assignments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(assignments);
        Process process = start(command);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        program + " did not end within " + limit.toMillis() + " ms; killed");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " ended with status " + process.exitValue());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(List<String> command) throws UndeliverableException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UndeliverableException(e.getMessage(), e);
        }
    }
}
