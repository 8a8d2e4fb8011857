package dev.gateway.cli.doctor;

import dev.gateway.cli.service.ServiceInspection;
import dev.gateway.cli.service.manager.ServiceScope;
import dev.gateway.cli.service.manager.ServiceState;
import dev.gateway.core.config.LoadedConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The check of the home's service: installed, up to date, running, with enough time to stop. */
final class ServiceCheck implements DoctorCheck {

    private static final String NAME = "unit";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) throws InterruptedException {
        Optional<Path> config =
                context.configFile().equals(context.home().config())
                        ? Optional.empty()
                        : Optional.of(context.configFile());
        ServiceInspection inspection =
                ServiceInspection.of(context.commandContext(), context.home().folder(), config);
        if (inspection.installed().isEmpty()) {
            return List.of(CheckResult.skipped(NAME, "not installed as a service"));
        }
        List<CheckResult> all = new ArrayList<>();
        all.add(definition(context, inspection));
        inspection.state().ifPresent(state -> all.add(state(context, inspection, state)));
        context.config()
                .flatMap(
                        loaded ->
                                inspection
                                        .state()
                                        .flatMap(
                                                state -> limit(context, inspection, loaded, state)))
                .ifPresent(all::add);
        inspection
                .manager()
                .lingeringHint()
                .ifPresent(hint -> all.add(CheckResult.skipped(NAME, hint)));
        return all;
    }

    private static CheckResult definition(DiagnosisContext context, ServiceInspection inspection) {
        if (!inspection.isOutdated()) {
            return CheckResult.ok(NAME, inspection.file() + " is up to date");
        }
        return CheckResult.failed(
                NAME,
                inspection.file() + " is outdated: " + String.join(", ", inspection.differences()),
                inspection.ours()
                        ? install(context, inspection)
                        : "compare it with " + context.command("service show"));
    }

    private static CheckResult state(
            DiagnosisContext context, ServiceInspection inspection, ServiceState state) {
        String text =
                "%s is %s (%s), last result %s%s"
                        .formatted(
                                inspection.unit(),
                                state.active(),
                                state.detail(),
                                state.result(),
                                state.exitStatus() == 0 ? "" : " (" + state.exitStatus() + ")");
        return state.active().equals("failed")
                ? CheckResult.failed(
                        NAME,
                        text,
                        "see " + context.command("logs") + ", then " + context.command("start"))
                : CheckResult.ok(NAME, text);
    }

    /**
     * Checks the stop limit: a service manager that kills before the gateway's own limits would cut
     * a stop short.
     */
    private static Optional<CheckResult> limit(
            DiagnosisContext context,
            ServiceInspection inspection,
            LoadedConfig loaded,
            ServiceState state) {
        Duration needed = loaded.config().budget().serviceManagerTimeout();
        return SystemdTimeSpan.parse(state.stopLimit())
                .map(
                        granted ->
                                granted.compareTo(needed) >= 0
                                        ? CheckResult.ok(
                                                "budget",
                                                "a stop needs at most %d s and is given %s"
                                                        .formatted(
                                                                needed.toSeconds(),
                                                                state.stopLimit()))
                                        : CheckResult.failed(
                                                "budget",
                                                "a stop may need %d s and is given %s"
                                                        .formatted(
                                                                needed.toSeconds(),
                                                                state.stopLimit()),
                                                install(context, inspection)));
    }

    private static String install(DiagnosisContext context, ServiceInspection inspection) {
        return inspection.manager().scope() == ServiceScope.SYSTEM
                ? "as root: " + context.command("service install --system")
                : context.command("service install");
    }
}
