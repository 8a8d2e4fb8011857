package dev.gateway.it.mutants;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Main class that runs one test method, {@code CLASS#METHOD(TYPES)}, and prints {@code broken: …}
 * or {@code held N}.
 */
final class SingleTestRunner {

    private SingleTestRunner() {}

    public static void main(String[] arguments) {
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectMethod(arguments[0]))
                                .filters(EngineFilter.includeEngines("junit-jupiter"))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        System.out.println(
                summary.getFailures().stream()
                        .findFirst()
                        .map(
                                one ->
                                        "broken: "
                                                + one.getException()
                                                        .getMessage()
                                                        .strip()
                                                        .replaceAll("\\s+", " "))
                        .orElse("held " + summary.getTestsSucceededCount()));
        // Threads that a mutation has left behind must not keep the JVM alive.
        System.exit(0);
    }
}
