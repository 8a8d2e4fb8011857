package dev.gateway.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.gateway.core.architecture.ArchitectureRules.mainClassesOf;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.gateway.core.architecture.ArchitectureRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the dependencies between modules: cli uses adapters and core, adapters use core, postgres
 * and sim use core, and none the other way round.
 */
class ModuleDependenciesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.gateway.adapter",
                "dev.gateway.cli",
                "dev.gateway.postgres",
                "dev.gateway.sim"
            })
    void eachModuleKeepsTheHouseRules(String module) {
        ArchitectureRules.check(mainClassesOf(module));
    }

    @Test
    void adaptersKnowTheirSpiAndNothingOfTheGatewayAroundThem() {
        JavaClasses adapters = mainClassesOf("dev.gateway.adapter");
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gateway.core.process..",
                        "dev.gateway.core.instance..",
                        "dev.gateway.core.token..",
                        "dev.gateway.core.journal..",
                        "dev.gateway.core.message..",
                        "dev.gateway.core.control..",
                        "dev.gateway.core.lifecycle..",
                        "dev.gateway.core.sqlite..",
                        "dev.gateway.core.systemd..",
                        "dev.gateway.core.status..",
                        "dev.gateway.core.supervision..",
                        "dev.gateway.core.reload..",
                        "dev.gateway.core.notify..",
                        "dev.gateway.core.warmup..",
                        "dev.gateway.core.shutdown..",
                        "dev.gateway.cli..",
                        "dev.gateway.sim..")
                .check(adapters);
    }

    @Test
    void theSimulatorKnowsNeitherAdaptersNorTheCommandLine() {
        JavaClasses sim = mainClassesOf("dev.gateway.sim");
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gateway.adapter..", "dev.gateway.cli..", "dev.gateway.postgres..")
                .check(sim);
    }

    @Test
    void theSharedJournalIsFoundByTheServiceLoaderAlone() {
        for (String module :
                List.of("dev.gateway.core", "dev.gateway.adapter", "dev.gateway.cli")) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("dev.gateway.postgres..", "org.postgresql..")
                    .check(mainClassesOf(module));
        }
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gateway.adapter..", "dev.gateway.cli..", "dev.gateway.sim..")
                .check(mainClassesOf("dev.gateway.postgres"));
    }
}
