package dev.gateway.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.status.StatusReader;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The {@code --json} option of long-running commands: text for people goes to stderr, and stdout
 * gets one object at the end, with the exit code, the status before and after, and the lifecycle
 * events in between.
 */
final class JsonResult {

    private boolean json;

    /** Returns the option for a command. */
    CommandSpec model() {
        return CommandModel.group(this)
                .addOption(
                        CommandModel.flagOption(
                                        given -> json = given,
                                        "Print one JSON object at the end; words for people go to"
                                                + " stderr.",
                                        "--json")
                                .build());
    }

    /** Runs {@code body} and prints the result as JSON if {@code --json} was given. */
    int of(CommandContext context, String command, GatewayHome home, CommandBody body)
            throws InterruptedException {
        return of(context, command, home, body, result -> {});
    }

    /** Does the same; {@code more} adds fields to the result after the body has returned. */
    int of(
            CommandContext context,
            String command,
            GatewayHome home,
            CommandBody body,
            Consumer<ObjectNode> more)
            throws InterruptedException {
        if (!json) {
            return body.run(context);
        }
        StatusReader reader = context.statusReader(home);
        EventFileReader tail = EventFileReader.fromEnd(home.events());
        long began = System.nanoTime();
        JsonNode before = reader.read().json();
        int code = body.run(context.withOutputOnError());
        ObjectNode result =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("command", command)
                        .put("exit", code)
                        .put("elapsed_ms", (System.nanoTime() - began) / 1_000_000);
        more.accept(result);
        result.set("before", before);
        result.set("after", reader.read().json());
        steps(tail, began, result.putArray("events"));
        context.out().line(JsonTree.pretty(result));
        return code;
    }

    private static void steps(EventFileReader tail, long began, ArrayNode steps) {
        for (RecordedEvent event : tail.readAll()) {
            steps.add(
                    event.json()
                            .deepCopy()
                            .put("elapsed_ms", (event.monoNanos() - began) / 1_000_000));
        }
    }

    /** The work of a command; prints to the context that it is given and returns the exit code. */
    @FunctionalInterface
    interface CommandBody {
        int run(CommandContext context) throws InterruptedException;
    }
}
