package dev.gateway.sim.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.scenario.BuiltInScenarios;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.scenario.ScenarioReader;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway-sim list}: lists scenarios and words. */
@Command(
        name = "list",
        description =
                "Lists the built-in scenarios: the reported races (R), the proposed fixes that do"
                        + " not hold (F), and incidents of other gateways (H, O).",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway-sim list",
            "  gateway-sim list --show r4-stale-pid-file > mine.yaml",
            "  gateway-sim list --words",
        })
public final class ListCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print an array.")
    private boolean json;

    @Option(
            names = "--show",
            paramLabel = "NAME",
            description = "Print the file of one of them, to begin with.")
    private String show;

    @Option(
            names = "--words",
            description =
                    "Print all steps and expectations with their keys: * may be written alone, !"
                            + " has to be written.")
    private boolean words;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (show != null) {
            out.print(file());
        } else if (words) {
            out.println("Steps, for timeline:");
            ScenarioReader.steps().forEach(line -> out.println("  " + line));
            out.println();
            out.println("Expectations, for expect:, there and among the steps:");
            ScenarioReader.expectations().forEach(line -> out.println("  " + line));
        } else if (json) {
            out.println(array());
        } else {
            BuiltInScenarios.names().forEach(name -> line(out, BuiltInScenarios.scenario(name)));
        }
        out.flush();
        return 0;
    }

    private String file() {
        try {
            return BuiltInScenarios.yaml(show);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(
                    spec.commandLine(), unknown.getMessage() + "; see: gateway-sim list", unknown);
        }
    }

    private static void line(PrintWriter out, Scenario scenario) {
        out.printf(
                "%-34s %s (%s)%n",
                scenario.name(), scenario.title(), String.join(", ", scenario.shows()));
        scenario.needs()
                .ifPresent(
                        needs ->
                                out.printf(
                                        "%-34s needs %s. %s%n",
                                        "", needs, scenario.shownBy().orElse("")));
    }

    private static ArrayNode array() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (String name : BuiltInScenarios.names()) {
            Scenario scenario = BuiltInScenarios.scenario(name);
            ObjectNode one = all.addObject();
            one.put("name", scenario.name());
            one.put("title", scenario.title());
            one.put("about", scenario.about().strip());
            ArrayNode shows = one.putArray("shows");
            scenario.shows().forEach(shows::add);
            scenario.needs().ifPresent(needs -> one.put("needs", needs));
            scenario.shownBy().ifPresent(where -> one.put("shown_by", where));
        }
        return all;
    }
}
