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
 * A process that is no gateway and has got the number of a dead one, as it happens after a while.
 * Whatever signal it is sent ends or stops it. Not thread-safe.
 */
final class UnrelatedProcess {

    private final RunningProcess process;
    private boolean bare;

    UnrelatedProcess(ProcessScope scope) {
        this.process = scope.start("sleep", "86400");
    }

    /**
     * Makes it the process that the PID file of a dead gateway names: in turns by a record whose
     * time of birth is another one, and by a mere number, which fits it entirely. Does nothing
     * where a gateway runs, or none has left a file.
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

    /** That nobody has sent it anything. */
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

    /** In place: mode and owner stay those of the file. */
    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
