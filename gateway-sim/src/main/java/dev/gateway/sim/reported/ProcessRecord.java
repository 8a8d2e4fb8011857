package dev.gateway.sim.reported;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the PID file and the records of tokens hold: who wrote them. */
final class ProcessRecord {

    private static final int START_TICKS = 19;

    private final ObjectMapper json = new ObjectMapper();

    /** One JSON object of this process, as the report about the PID file shows it. */
    byte[] ofThisProcess() throws IOException {
        long pid = ProcessHandle.current().pid();
        ObjectNode record = json.createObjectNode().put("pid", pid).put("kind", "hermes-gateway");
        record.putArray("argv").add("reported-gateway").add("run");
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        record.put("start_time", Long.parseLong(fields[START_TICKS]));
        return json.writeValueAsBytes(record);
    }

    /** The process that a file names; empty if there is none, or it is empty or broken. */
    OptionalLong pid(Path file) {
        try {
            JsonNode pid = json.readTree(Files.readAllBytes(file)).path("pid");
            return pid.canConvertToLong() ? OptionalLong.of(pid.asLong()) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
