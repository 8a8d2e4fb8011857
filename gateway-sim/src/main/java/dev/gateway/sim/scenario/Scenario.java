package dev.gateway.sim.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A course of events and the expected outcome.
 *
 * @param name a short name for files and tables: lower case, digits and hyphens
 * @param title one line
 * @param about the events where they were reported, and the reason why they must not occur here
 * @param shows the reports, fixes and incidents that it reproduces: {@code R1}, {@code H#11718}
 * @param needs a requirement beyond processes and loopback, in words; such a scenario is not run
 *     here
 * @param shownBy the test that runs it instead, if it has a requirement
 * @param platforms the fake platforms by name
 * @param database the database that the homes share; empty if each has its own journal
 * @param homes the homes by name, in the order in which they are created
 * @param timeline the steps
 * @param expect the conditions that have to hold in the end
 */
public record Scenario(
        String name,
        String title,
        @ScenarioKey(defaultValue = "") String about,
        List<String> shows,
        Optional<String> needs,
        Optional<String> shownBy,
        Map<String, PlatformSpec> platforms,
        Optional<DatabaseSpec> database,
        Map<String, HomeSpec> homes,
        List<Step> timeline,
        List<Expectation> expect) {

    private static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";

    /** Copies the collections and checks the name. */
    public Scenario {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "the name is no name; use lower case letters, digits and hyphens");
        }
        if (database.isEmpty()
                && (timeline.stream().anyMatch(HostStep.class::isInstance)
                        || expect.stream().anyMatch(Expectation.Lease.class::isInstance))) {
            throw new IllegalArgumentException(
                    "a step or an expectation is about a shared database;"
                            + " add a line database: 4s");
        }
        shows = List.copyOf(shows);
        platforms = Collections.unmodifiableMap(new LinkedHashMap<>(platforms));
        homes = Collections.unmodifiableMap(new LinkedHashMap<>(homes));
        timeline = List.copyOf(timeline);
        expect = List.copyOf(expect);
    }

    /** Returns a scenario with one gateway in one home, for scenarios that code generates. */
    public static Scenario of(
            String name,
            String title,
            Map<String, PlatformSpec> platforms,
            List<Step> timeline,
            List<Expectation> expect) {
        return new Scenario(
                name,
                title,
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                platforms,
                Optional.empty(),
                Map.of(Step.MAIN, HomeSpec.defaults()),
                timeline,
                expect);
    }

    /** Returns the names of the platforms that a home serves. */
    public List<String> platformsOf(String home) {
        List<String> named = homes.get(home).platforms();
        return named.isEmpty() ? new ArrayList<>(platforms.keySet()) : named;
    }
}
