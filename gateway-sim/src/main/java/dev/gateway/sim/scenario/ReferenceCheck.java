package dev.gateway.sim.scenario;

import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.SpellingSuggestion;
import dev.gateway.core.yaml.YamlEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The check that each platform, home and process that a file refers to is defined in it. */
final class ReferenceCheck {

    private final List<Reference> references = new ArrayList<>();
    private final List<String> processes =
            new ArrayList<>(List.of("gateway", "successor", "bystander"));

    void add(ScenarioKey.NameKind names, Object name, YamlEntry at) {
        switch (names) {
            case NOTHING -> {}
            case NEW_PROCESS -> processes.add(name.toString());
            default -> references.add(new Reference(names, name.toString(), at));
        }
    }

    void check(Scenario scenario, Diagnostics diagnostics) {
        for (Reference one : references) {
            TreeSet<String> known = known(one.names(), scenario);
            // Several processes of one name have a number each.
            if (!known.contains(one.name())
                    && !known.contains(one.name().replaceAll("-\\d+$", ""))) {
                diagnostics.problem(
                        one.at(),
                        "there is no " + what(one.names()) + " of this name",
                        SpellingSuggestion.among(one.name(), known)
                                .map(nearest -> "did you mean '" + nearest + "'?")
                                .orElse("there are: " + String.join(", ", known)));
            }
        }
    }

    private TreeSet<String> known(ScenarioKey.NameKind names, Scenario scenario) {
        TreeSet<String> known = new TreeSet<>();
        switch (names) {
            case PLATFORM -> known.addAll(scenario.platforms().keySet());
            case HOME -> known.addAll(scenario.homes().keySet());
            default -> {
                known.addAll(scenario.homes().keySet());
                known.addAll(processes);
            }
        }
        return known;
    }

    private static String what(ScenarioKey.NameKind names) {
        return names == ScenarioKey.NameKind.PROCESS
                ? "process or home"
                : names.name().toLowerCase(Locale.ROOT);
    }

    private record Reference(ScenarioKey.NameKind names, String name, YamlEntry at) {}
}
