package dev.gateway.sim.reported;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The content of the PID file and of the token records: the process that wrote them. */
final class ProcessRecord {

    private static final int START_TICKS = 19;

    private final ObjectMapper json = new ObjectMapper();

    /**
     * Returns the record of this process, one JSON object as the report on the PID file shows it.
     */
    byte[] ofThisProcess() throws IOException {
        long pid = ProcessHandle.current().pid();
        ObjectNode record = json.createObjectNode().put("pid", pid).put("kind", "hermes-gateway");
        record.putArray("argv").add("reported-gateway").add("run");
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        record.put("start_time", Long.parseLong(fields[START_TICKS]));
        return json.writeValueAsBytes(record);
    }

    /** Returns the PID in a file; empty if the file is missing, empty or broken. */
    OptionalLong pid(Path file) {
        try {
            JsonNode pid = json.readTree(Files.readAllBytes(file)).path("pid");
            return pid.canConvertToLong() ? OptionalLong.of(pid.asLong()) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
