package dev.gateway.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.status.StatusReader;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * {@code --json} of the commands that take a while: the words for people go to stderr, and stdout
 * gets one object at the end, with the exit code, the status before and after, and each step of the
 * trail in between.
 */
final class JsonResult {

    @Option(
            names = "--json",
            description = "Print one JSON object at the end; words for people go to stderr.")
    private boolean json;

    /** Runs {@code work} and reports. Not together with another one in the same process. */
    int of(String command, GatewayHome home, Work work) throws InterruptedException {
        return of(command, home, work, result -> {});
    }

    /** The same, with something of its own in the report, added when the work is done. */
    int of(String command, GatewayHome home, Work work, Consumer<ObjectNode> more)
            throws InterruptedException {
        if (!json) {
            return work.run();
        }
        PrintStream out = System.out;
        System.setOut(System.err);
        try {
            EventFileReader tail = EventFileReader.fromEnd(home.events());
            long began = System.nanoTime();
            JsonNode before = status(home);
            int code = work.run();
            ObjectNode result =
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("command", command)
                            .put("exit", code)
                            .put("elapsed_ms", (System.nanoTime() - began) / 1_000_000);
            more.accept(result);
            result.set("before", before);
            result.set("after", status(home));
            steps(tail, began, result.putArray("events"));
            out.println(JsonTree.pretty(result));
            out.flush();
            return code;
        } finally {
            System.setOut(out);
        }
    }

    private static JsonNode status(GatewayHome home) {
        HostServices machine = HostServices.system();
        return new StatusReader(home, machine.probe(), machine.holders()).read().json();
    }

    private static void steps(EventFileReader tail, long began, ArrayNode steps) {
        for (List<JsonNode> some = tail.poll(); !some.isEmpty(); some = tail.poll()) {
            for (JsonNode event : some) {
                ObjectNode step = event.deepCopy();
                step.put("elapsed_ms", (event.path("mono_ns").asLong() - began) / 1_000_000);
                steps.add(step);
            }
        }
    }

    /** What a command does. */
    @FunctionalInterface
    interface Work {
        int run() throws InterruptedException;
    }
}
