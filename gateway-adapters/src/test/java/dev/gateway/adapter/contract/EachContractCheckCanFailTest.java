package dev.gateway.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.gateway.sim.contract.PlatformAdapterContract;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Checks that for each check of the contract there is a defect that makes it fail, and that only
 * the defect does.
 */
class EachContractCheckCanFailTest {

    @ParameterizedTest(name = "{1} fails for {0}")
    @MethodSource("defects")
    void theCheckFailsForTheDefect(AdapterDefect defect, String check) {
        assertThat(
                        run(defect, selectMethod(DefectiveAdapterContract.class, check))
                                .getTestsFailedCount())
                .isEqualTo(1);
    }

    static Stream<Arguments> defects() {
        return Stream.of(AdapterDefect.values())
                .flatMap(
                        defect ->
                                defect.checks().stream().map(check -> Arguments.of(defect, check)));
    }

    /** Checks that the wrapping alone is no defect. */
    @ParameterizedTest
    @CsvSource({"NONE, 1", "NONE_IN_PRIVATE, 5"})
    void withoutDefectNoCheckFails(AdapterDefect none, int notApplicable) {
        TestExecutionSummary summary = run(none, selectClass(DefectiveAdapterContract.class));

        assertThat(summary.getFailures())
                .extracting(
                        failure -> failure.getTestIdentifier().getDisplayName(),
                        TestExecutionSummary.Failure::getException)
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(checks().size() - notApplicable);
    }

    @Test
    void noCheckIsWithoutADefectThatFailsIt() {
        Set<String> failing = new TreeSet<>();
        for (AdapterDefect defect : AdapterDefect.values()) {
            failing.addAll(defect.checks());
        }

        assertThat(failing).isEqualTo(checks());
    }

    private static Set<String> checks() {
        Set<String> names = new TreeSet<>();
        for (Class<?> type = PlatformAdapterContract.class;
                type != Object.class;
                type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .map(Method::getName)
                    .forEach(names::add);
        }
        return names;
    }

    private static TestExecutionSummary run(AdapterDefect defect, DiscoverySelector what) {
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(what)
                                .configurationParameter(
                                        DefectiveAdapterContract.DEFECT, defect.name())
                                .build(),
                        listener);
        return listener.getSummary();
    }
}
