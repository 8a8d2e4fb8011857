package dev.gateway.cli.doctor;

import dev.gateway.core.config.ConfigProblem;
import dev.gateway.core.config.InvalidConfigException;
import dev.gateway.core.config.LoadedConfig;
import java.util.ArrayList;
import java.util.List;

/** The config file, what it says, and who else can read or write it and the secrets it names. */
final class ConfigCheck implements Check {

    private static final String NAME = "config";

    @Override
    public List<Fact> look(Patient patient) {
        List<Fact> facts = new ArrayList<>();
        if (patient.invalid().isPresent()) {
            InvalidConfigException invalid = patient.invalid().get();
            List<ConfigProblem> ofJars = patient.installed().problems(); // told by another check
            invalid.problems().stream()
                    .filter(problem -> !ofJars.contains(problem))
                    .forEach(problem -> facts.add(problem(patient, problem)));
            return facts;
        }
        LoadedConfig loaded = patient.config().orElseThrow();
        int enabled = patient.enabledPlatforms().size();
        String text =
                "%s is valid: %d of %d platforms enabled, handler %s"
                        .formatted(
                                loaded.file(),
                                enabled,
                                loaded.config().platforms().size(),
                                loaded.config().handler().type());
        facts.add(
                enabled > 0
                        ? Fact.good(NAME, text)
                        : Fact.wrong(
                                NAME, text, "fill in a platform and remove its 'enabled: false'"));
        loaded.warnings().forEach(warning -> facts.add(problem(patient, warning)));
        return facts;
    }

    private static Fact problem(Patient patient, ConfigProblem problem) {
        String where =
                problem.line().map(line -> ":" + line).orElse("")
                        + (problem.key().isEmpty() ? "" : " " + problem.key());
        return Fact.wrong(
                NAME, patient.configFile() + where + " " + problem.message(), problem.remedy());
    }
}
