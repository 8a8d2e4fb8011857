package dev.gateway.cli.doctor;

import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;

/**
 * The check of the config file: its validity, and the permissions of it and of the secret files
 * that it names.
 */
final class ConfigCheck implements DoctorCheck {

    private static final String NAME = "config";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) {
        List<CheckResult> results = new ArrayList<>();
        if (context.invalid().isPresent()) {
            InvalidConfigException invalid = context.invalid().get();
            List<ConfigProblem> ofJars = context.installed().problems(); // reported by AdapterCheck
            invalid.problems().stream()
                    .filter(problem -> !ofJars.contains(problem))
                    .forEach(problem -> results.add(problem(context, problem)));
            return results;
        }
        LoadedConfig loaded = context.config().orElseThrow();
        int enabled = context.enabledPlatforms().size();
        String text =
                "%s is valid: %d of %d platforms enabled, handler %s"
                        .formatted(
                                loaded.file(),
                                enabled,
                                loaded.config().platforms().size(),
                                loaded.config().handler().type());
        results.add(
                enabled > 0
                        ? CheckResult.ok(NAME, text)
                        : CheckResult.failed(
                                NAME, text, "fill in a platform and remove its 'enabled: false'"));
        loaded.warnings().forEach(warning -> results.add(problem(context, warning)));
        for (ConfigProblem advice : loaded.advice()) {
            results.add(CheckResult.warning(NAME, text(context, advice), advice.remedy()));
        }
        return results;
    }

    private static CheckResult problem(DiagnosisContext context, ConfigProblem problem) {
        return CheckResult.failed(NAME, text(context, problem), problem.remedy());
    }

    private static String text(DiagnosisContext context, ConfigProblem problem) {
        String where =
                problem.line().map(line -> ":" + line).orElse("")
                        + (problem.key().isEmpty() ? "" : " " + problem.key());
        return context.configFile() + where + " " + problem.message();
    }
}
