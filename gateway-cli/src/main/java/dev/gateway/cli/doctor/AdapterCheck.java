package dev.gateway.cli.doctor;

import dev.gateway.core.adapter.AdapterFolders;
import dev.gateway.core.yaml.ConfigProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The check of the jars in the adapters folders: the types that they provide, and their problems,
 * which make every config invalid.
 */
final class AdapterCheck implements DoctorCheck {

    private static final String NAME = AdapterFolders.NAME;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) {
        List<CheckResult> results = new ArrayList<>();
        for (Map.Entry<Path, List<String>> jar : context.installed().jars().entrySet()) {
            results.add(
                    jar.getValue().isEmpty()
                            ? CheckResult.skipped(
                                    NAME, jar.getKey() + " brings no type of platform")
                            : CheckResult.ok(
                                    NAME,
                                    "%s brings %s"
                                            .formatted(
                                                    jar.getKey(),
                                                    String.join(", ", jar.getValue()))));
        }
        for (ConfigProblem problem : context.installed().problems()) {
            results.add(
                    CheckResult.failed(
                            NAME, problem.key() + " " + problem.message(), problem.remedy()));
        }
        return results;
    }
}
