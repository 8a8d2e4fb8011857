package dev.gateway.cli.doctor;

import dev.gateway.cli.service.Scope;
import dev.gateway.cli.service.ServiceFacts;
import dev.gateway.cli.service.ServiceState;
import dev.gateway.core.config.LoadedConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The service of this home: installed, up to date, how it does, and whether it lets us stop. */
final class UnitCheck implements Check {

    private static final String NAME = "unit";

    @Override
    public List<Fact> look(Patient patient) throws InterruptedException {
        Optional<Path> config =
                patient.configFile().equals(patient.home().config())
                        ? Optional.empty()
                        : Optional.of(patient.configFile());
        ServiceFacts facts = ServiceFacts.of(patient.home().folder(), config);
        if (facts.installed().isEmpty()) {
            return List.of(Fact.open(NAME, "not installed as a service"));
        }
        List<Fact> all = new ArrayList<>();
        all.add(definition(patient, facts));
        facts.state().ifPresent(state -> all.add(state(patient, facts, state)));
        patient.config()
                .flatMap(
                        loaded ->
                                facts.state()
                                        .flatMap(state -> limit(patient, facts, loaded, state)))
                .ifPresent(all::add);
        facts.host().lingeringHint().ifPresent(hint -> all.add(Fact.open(NAME, hint)));
        return all;
    }

    private static Fact definition(Patient patient, ServiceFacts facts) {
        if (!facts.isOutdated()) {
            return Fact.good(NAME, facts.file() + " is up to date");
        }
        return Fact.wrong(
                NAME,
                facts.file() + " is outdated: " + String.join(", ", facts.differences()),
                facts.ours()
                        ? install(patient, facts)
                        : "compare it with " + patient.command("service show"));
    }

    private static Fact state(Patient patient, ServiceFacts facts, ServiceState state) {
        String text =
                "%s is %s (%s), last result %s%s"
                        .formatted(
                                facts.unit(),
                                state.active(),
                                state.detail(),
                                state.result(),
                                state.exitStatus() == 0 ? "" : " (" + state.exitStatus() + ")");
        return state.active().equals("failed")
                ? Fact.wrong(
                        NAME,
                        text,
                        "see " + patient.command("logs") + ", then " + patient.command("start"))
                : Fact.good(NAME, text);
    }

    /** A manager that kills before our own limits have passed would cut a stop short. */
    private static Optional<Fact> limit(
            Patient patient, ServiceFacts facts, LoadedConfig loaded, ServiceState state) {
        Duration needed = loaded.config().budget().supervisorTimeout();
        return TimeSpan.parse(state.stopLimit())
                .map(
                        granted ->
                                granted.compareTo(needed) >= 0
                                        ? Fact.good(
                                                "budget",
                                                "a stop needs at most %d s and is given %s"
                                                        .formatted(
                                                                needed.toSeconds(),
                                                                state.stopLimit()))
                                        : Fact.wrong(
                                                "budget",
                                                "a stop may need %d s and is given %s"
                                                        .formatted(
                                                                needed.toSeconds(),
                                                                state.stopLimit()),
                                                install(patient, facts)));
    }

    private static String install(Patient patient, ServiceFacts facts) {
        return facts.host().scope() == Scope.SYSTEM
                ? "as root: " + patient.command("service install --system")
                : patient.command("service install");
    }
}
