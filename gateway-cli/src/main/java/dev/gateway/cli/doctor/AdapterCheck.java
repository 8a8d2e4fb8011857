package dev.gateway.cli.doctor;

import dev.gateway.core.adapter.AdapterFolders;
import dev.gateway.core.config.ConfigProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The jars in the adapters folders, what they bring, and what is wrong with them: no config is
 * valid then.
 */
final class AdapterCheck implements Check {

    private static final String NAME = AdapterFolders.NAME;

    @Override
    public List<Fact> look(Patient patient) {
        List<Fact> facts = new ArrayList<>();
        for (Map.Entry<Path, List<String>> jar : patient.installed().jars().entrySet()) {
            facts.add(
                    jar.getValue().isEmpty()
                            ? Fact.open(NAME, jar.getKey() + " brings no type of platform")
                            : Fact.good(
                                    NAME,
                                    "%s brings %s"
                                            .formatted(
                                                    jar.getKey(),
                                                    String.join(", ", jar.getValue()))));
        }
        for (ConfigProblem problem : patient.installed().problems()) {
            facts.add(Fact.wrong(NAME, problem.key() + " " + problem.message(), problem.remedy()));
        }
        return facts;
    }
}
