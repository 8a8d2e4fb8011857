package dev.gateway.it.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.ProcessStat;
import dev.gateway.sim.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that is not a gateway and has the PID of a dead one, as it happens after PIDs wrap
 * around. Every signal sent to it ends or stops it. Not thread-safe.
 */
final class UnrelatedProcess {

    private final RunningProcess process;
    private boolean bare;

    UnrelatedProcess(ProcessScope scope) {
        this.process = scope.start("sleep", "86400");
    }

    /**
     * Writes its PID into the PID file of a dead gateway: in turns into a record with another birth
     * time, and as a bare number, which fits it entirely. Does nothing while a gateway runs, or
     * without a PID file.
     */
    void takePidOf(ObservedHome home) {
        Optional<JsonNode> left = home.pidRecord().filter(JsonNode::isObject);
        if (left.isEmpty() || home.lockHolder().isPresent()) {
            return;
        }
        bare = !bare;
        ObjectNode changed = left.get().deepCopy();
        String text = Long.toString(process.pid());
        write(home.pidFile(), bare ? text : changed.put("pid", process.pid()).toString());
    }

    /** Fails if a signal has reached the process. */
    void expectUnaffected() {
        boolean stopped = ProcessStat.of(process.pid()).filter(ProcessStat::isStopped).isPresent();
        if (!process.isAlive() || stopped) {
            throw new ExpectationFailedException(
                    "a signal reached "
                            + process.pid()
                            + ", which is no gateway: "
                            + process.exit().map(code -> "exit " + code).orElse("stopped"));
        }
    }

    /** Writes in place: the file keeps its mode and owner. */
    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
